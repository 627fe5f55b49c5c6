import { environmentAt } from "../../ops/environment";
import { as } from "../../ops/roles";
import { verify } from "../../ops/verify";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin verify`, as the auditor: exit code 0 only if every check holds. */
export async function run({ root, args }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const env = await as(environmentAt(root), "auditor");
    const { answers, link } = await verify(env);
    for (const { claim, problems } of answers) {
        console.log(`${problems.length === 0 ? "holds " : "broken"}  ${claim}`);
        for (const problem of problems) console.log(`          ${problem}`);
    }
    console.log(`evidence  link ${link.number} in ${env.evidenceBucket}`);
    if (link.verdict === "broken") throw new Error("the environment is not ready; what is broken stands above.");
}
