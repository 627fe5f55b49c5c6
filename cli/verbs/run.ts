import { environmentAt } from "../../ops/environment";
import { as } from "../../ops/roles";
import { runTask } from "../../ops/run-task";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/** `./devmin run pulse --rounds 3`, as demo's deployer. */
export async function run({ root, args, say }: Call): Promise<void> {
    const { values, positionals } = wordsOf(args, { rounds: { type: "string", default: "3" } }, 1);
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000) {
        throw new UsageError(`--rounds is ${values.rounds}: it must be a whole number from 1 to 1000.`);
    }
    const env = await as(environmentAt(root), "deploy-demo");
    const service = positionals[0] as string;
    const { id, result, link } = await runTask(env, { service, rounds, say });
    console.log(
        `${result.verdict}  ${service} ${id}: ${result.events} events in ${result.rounds} rounds; ` +
            `evidence: link ${link.number} in ${env.evidenceBucket}`,
    );
}
