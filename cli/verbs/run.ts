import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { runTask } from "../../ops/run-task";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/** `./devmin run pulse --rounds 3` */
export async function run({ root, args, say }: Call): Promise<void> {
    const { values, positionals } = wordsOf(args, { rounds: { type: "string", default: "3" } }, 1);
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000) {
        throw new UsageError(`--rounds is ${values.rounds}: it must be a whole number from 1 to 1000.`);
    }
    const env = environmentAt(root);
    const service = positionals[0] as string;
    const { id, result, link } = await runTask(env, await pulumiFor(env, say), { service, rounds, say });
    console.log(
        `${result.verdict}  ${service} ${id}: ${result.events} events in ${result.rounds} rounds; ` +
            `evidence: link ${link.number} in ${env.evidenceBucket}`,
    );
}
