import { environmentAt } from "../../ops/environment";
import { join } from "../../ops/join";
import { pulumiFor } from "../../ops/pulumi";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin join`: exit code 0 only if every layer that is up previews without a change. */
export async function run({ root, args, say }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const env = environmentAt(root);
    const joined = await join(env, await pulumiFor(env, say), say);
    for (const { project, isUp, problem } of joined) {
        console.log(`${project.padEnd(5)}  ${isUp ? (problem ? "differs" : "the same") : "not up"}`);
        if (problem) console.log(problem.replace(/^/gm, "       "));
    }
    const differ = joined.filter(({ problem }) => problem).map(({ project }) => project);
    if (differ.length) {
        throw new Error(
            `${differ.join(", ")} would change from here; what stands above says why: is this clone at the commit that is up?`,
        );
    }
    console.log(`the stack ${env.stack} is selected, and nothing would change. Go on with: eval "$(./devmin env)"`);
}
