import { bootstrapEnvironment } from "../../ops/bootstrap";
import { createAwsClients } from "../../ops/clients/aws";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { CommandCall } from "../command";

/** `./devmin bootstrap` */
export async function run({ root, log }: CommandCall): Promise<void> {
    const env = readEnvironment(root);
    const hasChanged = await bootstrapEnvironment(env, createAwsClients(env), await createPulumiCli(env, log), log);
    const nextCommand = process.env.DEVMIN_SANDBOX ? "source .sandbox/env" : 'eval "$(./devmin env)"';
    console.log(
        hasChanged
            ? `core is up and its state is in ${env.stateBucket}. Go on with: ${nextCommand} && (eval "$(./devmin env kafka)" && pulumi up -C kafka)`
            : `nothing to do: core is up and its state is in ${env.stateBucket}.`,
    );
}
