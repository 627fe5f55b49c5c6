import { readEnvironment } from "../../ops/environment";
import { formatScp } from "../../ops/scp";
import { parseArguments } from "../args";
import type { CommandCall } from "../command";

/** `./devmin scp > devmin.json` */
export async function run({ root, args }: CommandCall): Promise<void> {
    parseArguments(args, {}, 0);
    console.log(formatScp(readEnvironment(root)));
}
