import { createAwsClients } from "../../ops/clients/aws";
import { type Layer, readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { recover } from "../../ops/recover";
import type { CommandCall } from "../command";

export async function run({ root, args, log }: CommandCall): Promise<void> {
    const layer = args[0] as Layer;
    const env = readEnvironment(root);
    const unresolved = await recover(env, createAwsClients(env), await createPulumiCli(env, log), layer, log);
    for (const each of unresolved) console.log(each);
    console.log(`${layer} is unlocked and its state matches the clouds. Next: ./devmin up ${layer}`);
}
