import { readEnvironment } from "../../ops/environment";
import { formatScp } from "../../ops/scp";
import type { CommandCall } from "../command";

/** `./devmin scp > devmin.json` */
export async function run({ root }: CommandCall): Promise<void> {
    console.log(formatScp(readEnvironment(root)));
}
