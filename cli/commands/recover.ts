import { createRoleClients, rolesByTarget } from "../../ops/clients/assume-role";
import { createAwsClients } from "../../ops/clients/aws";
import { type Layer, readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { recover } from "../../ops/recover";
import { formatOrphanedKey, type ListedKey } from "../../ops/recovery/orphaned-keys";
import { UsageError } from "../arguments";
import type { CommandCall } from "../command";
import { isYes, promptAtTerminal } from "../terminal";

interface RecoverCommandOptions {
    "delete-orphaned-keys"?: boolean;
}

/** Asks at the terminal, if there is one, before it deletes a key. */
export async function run({ root, args, options, log }: CommandCall<RecoverCommandOptions>): Promise<void> {
    const layer = args[0] as Layer;
    if (options["delete-orphaned-keys"] && layer !== "kafka")
        throw new UsageError(`--delete-orphaned-keys is for kafka: ${layer} has no API keys.`);
    const confirmDeletion = async (key: ListedKey) => {
        if (options["delete-orphaned-keys"]) return true;
        if (!process.stdin.isTTY) return false;
        const question = `${formatOrphanedKey(key)} Delete it, unless a person made it and uses it? [y/N] `;
        return isYes(await promptAtTerminal((ask) => ask(question)));
    };
    const env = readEnvironment(root);
    const role = rolesByTarget[layer]; // core is an administrator's
    const aws = role ? await createRoleClients(env, role) : createAwsClients(env);
    const unresolved = await recover(env, aws, await createPulumiCli(env, log), layer, { log, confirmDeletion });
    for (const each of unresolved) console.log(each);
    console.log(`${layer} is unlocked and its state matches the clouds. Next: ./devmin up ${layer}`);
}
