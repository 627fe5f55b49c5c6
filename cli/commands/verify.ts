import { formatStatusCounts } from "../../ops/checks/status";
import { switchRole } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { verify } from "../../ops/verify";
import { parseArguments, strictOption } from "../args";
import type { CommandCall } from "../command";

/** `./devmin verify [--strict]`, as the auditor: exit code 0 only if no check fails, and with --strict only if every check passes. */
export async function run({ root, args }: CommandCall): Promise<void> {
    const { values } = parseArguments(args, { strict: strictOption }, 0);
    const env = await switchRole(readEnvironment(root), "auditor");
    const { results, entry } = await verify(env);
    for (const { claim, answer, because } of results) {
        console.log(`${answer.padEnd(7)}  ${claim}`);
        for (const reason of because) console.log(`${"".padEnd(11)}${reason}`);
    }
    const statuses = results.map(({ answer }) => answer);
    console.log(`\nlink ${entry.number} of the evidence in ${env.evidenceBucket}`);
    console.log(formatStatusCounts(statuses));
    if (statuses.includes("fail")) throw new Error("the environment is not ready: see the failed checks above.");
    if (values.strict && statuses.includes("skipped")) {
        throw new Error("--strict requires every check to pass: see the skipped checks above.");
    }
}
