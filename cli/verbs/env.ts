import { delimiter, join } from "node:path";
import { findEngine } from "../../engine";
import { type Environment, environmentAt } from "../../ops/environment";
import { rolesByWord, sessionIn, variablesOf } from "../../ops/roles";
import { straightHere } from "../../sandbox/loopback";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/**
 * `eval "$(./devmin env)"`: what a plain `pulumi` needs to find the environment's states, with the policy pack attached.
 * `(eval "$(./devmin env kafka)" && pulumi up -C kafka)`: the same as kafka's deployer, for an hour.
 */
export async function run({ root, args, say }: Call): Promise<void> {
    try {
        await print({ root, args, say });
    } catch (error) {
        console.log("false"); // what the shell evaluates fails as well, so that && goes no further with other rights
        throw error;
    }
}

async function print({ root, args, say }: Call): Promise<void> {
    const [word] = wordsOf(args, {}, args.length === 0 ? 0 : 1).positionals;
    if (word !== undefined && !Object.hasOwn(rolesByWord, word)) {
        const words = Object.keys(rolesByWord).join(", ");
        throw new UsageError(`there is no role for ${word}: name one of ${words}, or none.`);
    }
    const env = environmentAt(root);
    const engine = await findEngine({ tools: join(root, ".sandbox", "tools"), say });
    const variables = {
        PATH: [process.env.PATH, ...engine.path].join(delimiter),
        PULUMI_BACKEND_URL: env.backend,
        PULUMI_STACK: env.stack,
        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),
        ...straightHere(process.env),
        ...(word && (await inRole(env, word))),
    };
    for (const [name, value] of Object.entries(variables)) {
        console.log(value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`);
    }
}

/** The role's credentials, and whose they are: `.sandbox/env` may take back what was set here, and nothing else. */
async function inRole(env: Environment, word: string): Promise<Record<string, string | undefined>> {
    const role = rolesByWord[word];
    const session = role && (await sessionIn(env, role));
    return session ? { ...variablesOf(session), DEVMIN_SESSION: session.accessKeyId } : {};
}

const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
