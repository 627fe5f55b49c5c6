import { createRoleClients, rolesByTarget } from "../../ops/clients/assume-role";
import { createAwsClients } from "../../ops/clients/aws";
import { type Layer, readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { recover } from "../../ops/recover";
import type { CommandCall } from "../command";

export async function run({ root, args, log }: CommandCall): Promise<void> {
    const layer = args[0] as Layer;
    const env = readEnvironment(root);
    const role = rolesByTarget[layer]; // core is an administrator's
    const aws = role ? await createRoleClients(env, role) : createAwsClients(env);
    const unresolved = await recover(env, aws, await createPulumiCli(env, log), layer, log);
    for (const each of unresolved) console.log(each);
    console.log(`${layer} is unlocked and its state matches the clouds. Next: ./devmin up ${layer}`);
}
