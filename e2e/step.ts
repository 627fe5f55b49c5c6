import type { Log, Workspace } from "./workspace";

/** One step of an end-to-end run. Resolves with what was seen, in a few words; throws what failed, or SkippedError. */
export interface Step {
    title: string;
    /** It may download and build for minutes: its progress is printed without a terminal, too. */
    printsProgress?: true;
    /** Runs only with --all, and in the tests. */
    extended?: true;
    run(workspace: Workspace, log: Log): Promise<string>;
}
