import { createRoleClients, rolesByTarget } from "../../ops/clients/assume-role";
import { createAwsClients } from "../../ops/clients/aws";
import { formatFoundResource, listUndeclaredResources } from "../../ops/drift/undeclared-resources";
import { type Layer, readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { StateResource } from "../../ops/pulumi/state";
import { recover } from "../../ops/recover";
import { formatOrphanedKey, type ListedKey } from "../../ops/recovery/orphaned-keys";
import { UsageError } from "../arguments";
import type { CommandCall } from "../command";
import { isYes, promptAtTerminal } from "../terminal";

interface RecoverCommandOptions {
    "delete-orphaned-keys"?: boolean;
    yes?: boolean;
}

/** Asks at the terminal before it restores a state and, if there is one, before it deletes a key. */
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
    const confirmRestore = async () => {
        if (options.yes) return true;
        if (!process.stdin.isTTY)
            throw new Error(
                `there is no terminal to ask at: to restore this version, run ./devmin recover ${layer} --yes`,
            );
        return isYes(await promptAtTerminal((ask) => ask("Restore this version? [y/N] ")));
    };
    const listMissing = async (resources: readonly StateResource[]) => {
        const auditor = await createRoleClients(env, "auditor");
        const pulumi = await createPulumiCli(env, log, { role: "auditor" });
        return (await listUndeclaredResources({ env, layer, aws: auditor, pulumi, resources })).map(
            formatFoundResource,
        );
    };
    const unresolved = await recover(env, aws, await createPulumiCli(env, log), layer, {
        log,
        confirmDeletion,
        confirmRestore,
        listMissing,
    });
    for (const each of unresolved) console.log(each);
    console.log(`${layer} is unlocked and its state matches the clouds. Next: ./devmin up ${layer}`);
}
