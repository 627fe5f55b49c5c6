import { formatStatusCounts } from "../../ops/checks/status";
import { switchRole } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { verify } from "../../ops/verify";
import { parseArguments, strictOption } from "../args";
import type { CommandCall } from "../command";

/** `./devmin verify [--strict]`, as the auditor: exit code 0 only if no check is broken, and with --strict only if every check holds. */
export async function run({ root, args }: CommandCall): Promise<void> {
    const { values } = parseArguments(args, { strict: strictOption }, 0);
    const env = await switchRole(readEnvironment(root), "auditor");
    const { results, entry } = await verify(env);
    for (const { claim, answer, because } of results) {
        console.log(`${answer.padEnd(18)}  ${claim}`);
        for (const reason of because) console.log(`${"".padEnd(22)}${reason}`);
    }
    const statuses = results.map(({ answer }) => answer);
    console.log(`\nlink ${entry.number} of the evidence in ${env.evidenceBucket}`);
    console.log(formatStatusCounts(statuses));
    if (statuses.includes("broken")) throw new Error("the environment is not ready; what is broken stands above.");
    if (values.strict && statuses.includes("not exercised here")) {
        throw new Error("--strict wants every check to hold; what was not exercised stands above.");
    }
}
