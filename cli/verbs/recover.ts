import { environmentAt, layers } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { recover } from "../../ops/recover";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/** `./devmin recover demo` */
export async function run({ root, args, say }: Call): Promise<void> {
    const [word] = wordsOf(args, {}, 1).positionals;
    const layer = layers.find((each) => each === word);
    if (!layer) throw new UsageError(`there is no layer ${word}: name one of ${layers.join(", ")}.`);
    const env = environmentAt(root);
    const open = await recover(env, await pulumiFor(env, say), layer, say);
    for (const each of open) console.log(each);
    console.log(`${layer} is unlocked and its state is as the clouds are. Go on with: ./devmin up ${layer}`);
}
