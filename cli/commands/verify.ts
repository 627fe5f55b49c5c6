import { type CheckStatus, formatStatusCounts } from "../../ops/checks/status";
import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { verify } from "../../ops/verify";
import type { CommandCall } from "../command";
import { printJson } from "../output";

/** As the auditor: exit code 0 only if no check fails, and with --strict only if every check passes. */
export async function run({
    root,
    options,
    log,
}: CommandCall<{ strict?: boolean; "test-alarm"?: boolean; json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const auditor = await createRoleClients(env, "auditor");
    const pulumi = await createPulumiCli(env, log, { role: "auditor" });
    const { results, entry } = await verify(env, auditor, pulumi, { testAlarm: options["test-alarm"] });
    const problem = findProblem(
        results.map(({ answer }) => answer),
        options.strict,
    );
    if (options.json) {
        const checks = results.map(({ claim, answer, because }) => ({ claim, status: answer, reasons: because }));
        printJson("verify", env.stack, { checks, entry: entry.number });
        if (problem) process.exitCode = 1;
        return;
    }
    for (const { claim, answer, because } of results) {
        console.log(`${answer.padEnd(7)}  ${claim}`);
        for (const reason of because) console.log(`${"".padEnd(11)}${reason}`);
    }
    console.log(`\nentry ${entry.number} of the audit log in ${env.evidenceBucket}`);
    console.log(formatStatusCounts(results.map(({ answer }) => answer)));
    if (problem) throw new Error(problem);
}

function findProblem(statuses: readonly CheckStatus[], strict = false): string | undefined {
    if (statuses.includes("fail")) return "the environment is not ready: see the failed checks above.";
    if (strict && statuses.some((status) => status !== "pass"))
        return "--strict requires every check to pass: see the warnings and skipped checks above.";
    return undefined;
}
