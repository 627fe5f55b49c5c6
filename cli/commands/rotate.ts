import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { rotateKey } from "../../ops/rotate";
import type { CommandCall } from "../command";

/** `./devmin rotate pulse`: kafka and demo are updated as their deployers, and the proof is the auditor's. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const account = args[0] as string;
    const env = readEnvironment(root);
    const { from, to, entry } = await rotateKey(
        env,
        await createRoleClients(env, "auditor"),
        await createPulumiCli(env, log),
        account,
        { log },
    );
    console.log(
        `${account} now has key ${to}, key ${from} is deleted; entry ${entry.number} of the audit log in ${env.evidenceBucket}. ` +
            `Commit kafka/Pulumi.${env.stack}.yaml, which has the change.`,
    );
}
