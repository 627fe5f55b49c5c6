import { formatStatusCounts } from "../../ops/checks/status";
import { switchRole } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { verify } from "../../ops/verify";
import type { CommandCall } from "../command";
import { printJson } from "../output";

/** `./devmin verify [--strict]`, as the auditor: exit code 0 only if no check is broken, and with --strict only if every check holds. */
export async function run({ root, options }: CommandCall<{ strict?: boolean; json?: boolean }>): Promise<void> {
    const env = await switchRole(readEnvironment(root), "auditor");
    const { results, entry } = await verify(env);
    const statuses = results.map(({ answer }) => answer);
    if (options.json) {
        const checks = results.map(({ claim, answer, because }) => ({ claim, status: answer, reasons: because }));
        printJson("verify", env.stack, { checks, entry: entry.number });
    } else {
        for (const { claim, answer, because } of results) {
            console.log(`${answer.padEnd(18)}  ${claim}`);
            for (const reason of because) console.log(`${"".padEnd(22)}${reason}`);
        }
        console.log(`\nentry ${entry.number} of the audit log in ${env.evidenceBucket}`);
        console.log(formatStatusCounts(statuses));
    }
    if (statuses.includes("broken")) throw new Error("the environment is not ready; what is broken stands above.");
    if (options.strict && statuses.includes("not exercised here")) {
        throw new Error("--strict wants every check to hold; what was not exercised stands above.");
    }
}
