import { type Answer, NotExercised } from "./answer";
import { checks } from "./checks";
import type { Check, Outputs } from "./checks/check";
import { type Environment, layers } from "./environment";
import { appendEvidence, type Link } from "./evidence";
import { outputsInBucket } from "./state";

/** What came of one check. */
export interface Found {
    claim: string;
    answer: Answer;
    /** What is wrong, or why it cannot be told; nothing when it holds. */
    because: string[];
}

export interface Verdict {
    found: Found[];
    /** The link in the evidence store that holds this verdict. */
    link: Link;
}

/** Runs the readiness checks of all three layers against the clouds and puts the verdict into the evidence store. */
export async function verify(env: Environment): Promise<Verdict> {
    const outputs = await allOutputs(env);
    const found: Found[] = [];
    for (const check of checks) found.push(await answerTo(check, env, outputs));
    const verdict = found.some(({ answer }) => answer === "broken") ? "broken" : "holds";
    return { found, link: await appendEvidence(env, { kind: "verify", verdict, details: found }) };
}

/** A check that fails is no check that holds: what it could not ask is broken, until somebody has looked. */
export async function answerTo({ claim, problems }: Check, env: Environment, outputs: Outputs): Promise<Found> {
    try {
        const because = await problems(env, outputs);
        return { claim, answer: because.length === 0 ? "holds" : "broken", because };
    } catch (error) {
        const { message } = error as Error;
        if (error instanceof NotExercised) return { claim, answer: "not exercised here", because: [message] };
        return { claim, answer: "broken", because: [`it could not be checked: ${message}`] };
    }
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
