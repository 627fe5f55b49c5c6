import { countOf } from "../../ops/answer";
import { environmentAt } from "../../ops/environment";
import { as } from "../../ops/roles";
import { verify } from "../../ops/verify";
import type { Call } from "../verb";
import { strict, wordsOf } from "../words";

/** `./devmin verify [--strict]`, as the auditor: exit code 0 only if no check is broken, and with --strict only if every check holds. */
export async function run({ root, args }: Call): Promise<void> {
    const { values } = wordsOf(args, { strict }, 0);
    const env = await as(environmentAt(root), "auditor");
    const { found, link } = await verify(env);
    for (const { claim, answer, because } of found) {
        console.log(`${answer.padEnd(18)}  ${claim}`);
        for (const reason of because) console.log(`${"".padEnd(22)}${reason}`);
    }
    const answers = found.map(({ answer }) => answer);
    console.log(`\nlink ${link.number} of the evidence in ${env.evidenceBucket}`);
    console.log(countOf(answers));
    if (answers.includes("broken")) throw new Error("the environment is not ready; what is broken stands above.");
    if (values.strict && answers.includes("not exercised here")) {
        throw new Error("--strict wants every check to hold; what was not exercised stands above.");
    }
}
