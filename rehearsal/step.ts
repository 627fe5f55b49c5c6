import type { Say, Stage } from "./stage";

/** One step of the story. Resolves with what was seen, in a few words; throws what did not hold. */
export interface Step {
    title: string;
    play(stage: Stage, say: Say): Promise<string>;
}
