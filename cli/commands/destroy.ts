import { createRoleClients } from "../../ops/clients/assume-role";
import { type DestroyableLayer, destroy } from "../../ops/destroy";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { CommandCall } from "../command";
import { promptAtTerminal } from "../terminal";

/** Lists what will be destroyed, and asks for the stack's name. */
export async function run({ root, args, options, log }: CommandCall<{ yes?: boolean }>): Promise<void> {
    const layer = args[0] as DestroyableLayer | "core";
    if (layer === "core") {
        throw new Error(
            "core holds the evidence and every layer's state, so it is destroyed by hand: see Everything has to go in docs/runbook.md.",
        );
    }
    const env = readEnvironment(root);
    const auditor = await createRoleClients(env, "auditor"); // who may not assume it must fail before anything is deleted
    const entry = await destroy(env, auditor, await createPulumiCli(env, log), layer, {
        log,
        confirm: async () => {
            if (options.yes) return true;
            if (!process.stdin.isTTY) {
                throw new Error(
                    `there is no terminal to ask at: to destroy all of that, run ./devmin destroy ${layer} --yes`,
                );
            }
            const typed = await promptAtTerminal((ask) =>
                ask(`Type the stack's name, ${env.stack}, to destroy all of that: `),
            );
            return typed === env.stack;
        },
    });
    if (!entry) throw new Error("nothing was destroyed: that is not the stack's name.");
    console.log(
        `${layer} is destroyed; what it had is entry ${entry.number} of the audit log in ${env.evidenceBucket}`,
    );
}
