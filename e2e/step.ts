import type { Log, Workspace } from "./workspace";

/** One step of the story. Resolves with what was seen, in a few words; throws what failed, or `SkippedError`. */
export interface Step {
    title: string;
    /** It may fetch and build for minutes: what it says is printed without a terminal, too. */
    printsProgress?: true;
    /** It is no part of a first look at the story: played with --all, and by the tests. */
    extended?: true;
    run(workspace: Workspace, log: Log): Promise<string>;
}
