import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { deployLayers } from "../../ops/up";
import type { CommandCall } from "../command";
import { parseDurationArgument } from "../duration";
import { selectLayers } from "../layers";
import { isYes, promptAtTerminal } from "../terminal";

/** Previews each layer, and deploys it once you confirm. */
export async function run({ root, args, options, log }: CommandCall<{ lease?: string; yes?: boolean }>): Promise<void> {
    const selectedLayers = selectLayers(args);
    const leaseMs = options.lease === undefined ? undefined : parseDurationArgument(options.lease);
    if (!options.yes && !process.stdin.isTTY) {
        throw new Error("there is no terminal to ask at: look with ./devmin plan, then run ./devmin up --yes.");
    }
    const env = readEnvironment(root);
    const auditor = await createRoleClients(env, "auditor"); // who may not assume it must fail before anything is created
    const isComplete = await deployLayers(env, auditor, await createPulumiCli(env, log), selectedLayers, {
        log,
        confirm: async (layer) =>
            options.yes || isYes(await promptAtTerminal((ask) => ask(`Update ${layer} as previewed above? [y/N] `))),
        leaseMs,
    });
    if (!isComplete) throw new Error("nothing more was changed: you did not confirm.");
    console.log(`${selectedLayers.join(", ")}: deployed. Next: ./devmin verify`);
}
