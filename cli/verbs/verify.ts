import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { verify } from "../../ops/verify";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin verify`: exit code 0 only if every check holds. */
export async function run({ root, args, say }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const env = environmentAt(root);
    const { answers, link } = await verify(env, await pulumiFor(env, say));
    for (const { claim, problems } of answers) {
        console.log(`${problems.length === 0 ? "holds " : "broken"}  ${claim}`);
        for (const problem of problems) console.log(`          ${problem}`);
    }
    console.log(`evidence  link ${link.number} in ${env.evidenceBucket}`);
    if (link.verdict === "broken") throw new Error("the environment is not ready; what is broken stands above.");
}
