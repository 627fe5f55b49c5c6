import { switchRole } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { runTask } from "../../ops/run-task";
import { parseArguments } from "../args";
import { type CommandCall, UsageError } from "../command";

/** `./devmin run pulse --rounds 3`, as demo's deployer. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const { values, positionals } = parseArguments(args, { rounds: { type: "string", default: "3" } }, 1);
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000) {
        throw new UsageError(`--rounds is ${values.rounds}: it must be a whole number from 1 to 1000.`);
    }
    const env = await switchRole(readEnvironment(root), "deploy-demo");
    const service = positionals[0] as string;
    const { id, result, entry } = await runTask(env, { service, rounds, log });
    console.log(
        `${result.verdict}  ${service} ${id}: ${result.events} events in ${result.rounds} rounds; ` +
            `evidence: link ${entry.number} in ${env.evidenceBucket}`,
    );
}
