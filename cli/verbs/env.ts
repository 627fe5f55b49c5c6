import { delimiter, join } from "node:path";
import { findEngine } from "../../engine";
import { environmentAt } from "../../ops/environment";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `eval "$(./devmin env)"`: what a plain `pulumi` needs to find the environment's states, with the policy pack attached. */
export async function run({ root, args, say }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const env = environmentAt(root);
    const engine = await findEngine({ tools: join(root, ".sandbox", "tools"), say });
    const variables = {
        PATH: [process.env.PATH, ...engine.path].join(delimiter),
        PULUMI_BACKEND_URL: env.backend,
        PULUMI_STACK: env.stack,
        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),
    };
    for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${quoted(value)}`);
}

const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
