import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { as } from "../../ops/roles";
import { rotate } from "../../ops/rotate";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin rotate pulse`: kafka and demo are updated as their deployers, and the proof is the auditor's. */
export async function run({ root, args, say }: Call): Promise<void> {
    const account = wordsOf(args, {}, 1).positionals[0] as string;
    const env = environmentAt(root);
    const { from, to, link } = await rotate(await as(env, "auditor"), await pulumiFor(env, say), account, { say });
    console.log(
        `${account} has key ${to}, key ${from} is gone; evidence: link ${link.number} in ${env.evidenceBucket}. ` +
            `Commit kafka/Pulumi.${env.stack}.yaml, which says so.`,
    );
}
