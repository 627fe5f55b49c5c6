import { layerNames, readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { recover } from "../../ops/recover";
import { parseArguments } from "../args";
import { type CommandCall, UsageError } from "../command";

/** `./devmin recover demo` */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const [layerName] = parseArguments(args, {}, 1).positionals;
    const layer = layerNames.find((each) => each === layerName);
    if (!layer) throw new UsageError(`there is no layer ${layerName}: name one of ${layerNames.join(", ")}.`);
    const env = readEnvironment(root);
    const unresolved = await recover(env, await createPulumiCli(env, log), layer, log);
    for (const each of unresolved) console.log(each);
    console.log(`${layer} is unlocked and its state is as the clouds are. Go on with: ./devmin up ${layer}`);
}
