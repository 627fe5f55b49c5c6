import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { runTask } from "../../ops/run-task";
import { interruptSignals } from "../../util/interrupted-error";
import { UsageError } from "../arguments";
import type { CommandCall } from "../command";

/** `./devmin run pulse --rounds 3`, as demo's deployer; its result is recorded as the auditor. An interrupt stops the task. */
export async function run({ root, args, options, log }: CommandCall<{ rounds: string }>): Promise<void> {
    const rounds = Number(options.rounds);
    if (!/^\d+$/.test(options.rounds) || rounds < 1 || rounds > 1_000) {
        throw new UsageError(
            `--rounds is ${JSON.stringify(options.rounds)}: it must be a whole number from 1 to 1000.`,
        );
    }
    const env = readEnvironment(root);
    const service = args[0] as string;
    const auditor = await createRoleClients(env, "auditor"); // who may not assume it must fail before a task runs
    const deployer = await createRoleClients(env, "deploy-demo");
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    for (const name of interruptSignals) process.on(name, interrupt);
    const { id, result, entry } = await runTask(env, deployer, auditor, {
        service,
        rounds,
        log,
        signal: stop.signal,
    }).finally(() => {
        for (const name of interruptSignals) process.off(name, interrupt);
    });
    console.log(
        `${result.verdict}  ${service} ${id}: ${result.events} events in ${result.rounds} rounds; ` +
            `entry ${entry.number} of the audit log in ${env.evidenceBucket}`,
    );
}
