import { bootstrapEnvironment } from "../../ops/bootstrap";
import { createAwsClients } from "../../ops/clients/aws";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { CommandCall } from "../command";

/** `./devmin bootstrap` */
export async function run({ root, log }: CommandCall): Promise<void> {
    const env = readEnvironment(root);
    const hasChanged = await bootstrapEnvironment(env, createAwsClients(env), await createPulumiCli(env, log), log);
    console.log(
        `${hasChanged ? "" : "nothing to do: "}core is up and its state is in ${env.stateBucket}. Next: ./devmin up`,
    );
}
