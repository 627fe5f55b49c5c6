import { environmentAt } from "../../ops/environment";
import { scpFor } from "../../ops/scp";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin scp > devmin.json` */
export async function run({ root, args }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    console.log(scpFor(environmentAt(root)));
}
