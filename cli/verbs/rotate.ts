import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { rotate } from "../../ops/rotate";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin rotate pulse` */
export async function run({ root, args, say }: Call): Promise<void> {
    const account = wordsOf(args, {}, 1).positionals[0] as string;
    const env = environmentAt(root);
    const { from, to } = await rotate(env, await pulumiFor(env, say), account, { say });
    console.log(`${account} has key ${to}, key ${from} is gone; commit kafka/Pulumi.${env.stack}.yaml, which says so.`);
}
