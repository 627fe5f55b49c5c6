import { delimiter, join } from "node:path";
import { getRoleSession, rolesByTarget, toCredentialVariables } from "../../ops/clients/assume-role";
import { type Environment, readEnvironment } from "../../ops/environment";
import { getToolsFolder } from "../../ops/pulumi/cli";
import { ensurePulumiCli } from "../../ops/pulumi/find-cli";
import { buildNoProxyEnv } from "../../util/loopback-proxy";
import { quoteForShell } from "../../util/quote-for-shell";
import type { CommandCall } from "../command";

/**
 * `eval "$(./devmin env)"`: what a plain `pulumi` needs to find the environment's states, with the policy pack attached.
 * `(eval "$(./devmin env kafka)" && pulumi up -C kafka)`: the same as kafka's deployer, for an hour.
 */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const [target] = args;
    const env = readEnvironment(root);
    const cli = await ensurePulumiCli({ toolsFolder: getToolsFolder(env), log });
    const variables = {
        PATH: [process.env.PATH, ...cli.pathFolders].join(delimiter),
        PULUMI_BACKEND_URL: env.backendUrl,
        PULUMI_STACK: env.stack,
        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),
        ...buildNoProxyEnv(process.env),
        ...(target && (await getRoleVariables(env, target))),
    };
    for (const [name, value] of Object.entries(variables)) {
        console.log(value === undefined ? `unset ${name}` : `export ${name}=${quoteForShell(value)}`);
    }
}

/** The role's credentials, and whose they are: `.sandbox/env` may take back what was set here, and nothing else. */
async function getRoleVariables(env: Environment, target: string): Promise<Record<string, string | undefined>> {
    const role = rolesByTarget[target];
    const session = role && (await getRoleSession(env, role));
    return session ? { ...toCredentialVariables(session), DEVMIN_SESSION: session.accessKeyId } : {};
}
