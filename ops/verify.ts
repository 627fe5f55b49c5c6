import { checks } from "./checks";
import type { Outputs } from "./checks/check";
import { type Environment, layers } from "./environment";
import { appendEvidence, type Link } from "./evidence";
import { outputsInBucket } from "./state";

/** One check's answer. */
export interface Answer {
    claim: string;
    problems: string[];
}

export interface Verdict {
    answers: Answer[];
    /** The link in the evidence store that holds this verdict. */
    link: Link;
}

/** Runs the readiness checks of all three layers against the clouds and puts the verdict into the evidence store. */
export async function verify(env: Environment): Promise<Verdict> {
    const outputs = await allOutputs(env);
    const answers: Answer[] = [];
    for (const { claim, problems } of checks) {
        const found = await problems(env, outputs).catch((error: Error) => [
            `it could not be checked: ${error.message}`,
        ]);
        answers.push({ claim, problems: found });
    }
    const verdict = answers.every(({ problems }) => problems.length === 0) ? "holds" : "broken";
    return { answers, link: await appendEvidence(env, { kind: "verify", verdict, details: answers }) };
}

/** The outputs of all layers; refuses, naming the command, while one is not up. */
export async function allOutputs(env: Environment): Promise<Outputs> {
    const read = layers.map(async (layer) => {
        const outputs = await outputsInBucket(env, layer);
        if (Object.keys(outputs).length === 0) throw new Error(`${layer} is not up yet: run pulumi up -C ${layer}`);
        return [layer, outputs] as const;
    });
    return Object.fromEntries(await Promise.all(read)) as unknown as Outputs;
}
