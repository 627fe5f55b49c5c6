import { Listr } from "listr2";
import type { ProviderKind } from "../local-cloud";
import { type CheckStatus, formatStatusCounts, SkippedError } from "../ops/checks/status";
import { interruptSignals } from "../util/interrupted-error";
import { manualChecks } from "./manual-checks";
import type { Step } from "./step";
import { steps as allSteps } from "./steps";
import { Workspace } from "./workspace";

/** A step that ran, and how it ended. */
interface StepResult {
    title: string;
    seconds: number;
    status: CheckStatus;
    /** What was seen, what failed, or why the step was skipped. */
    detail: string;
}

export interface RehearseOptions {
    /** Whether the extended steps run as well. @default false */
    all?: boolean;
    /** Whether the local cloud keeps running afterwards. @default false */
    keep?: boolean;
    /** Whether a skipped step counts as a failure as well. @default false */
    strict?: boolean;
    /** Whose providers Pulumi uses. @default the official ones where they can be had, otherwise devmin's offline ones */
    providers?: ProviderKind;
}

/**
 * Runs the steps in a workspace and prints how each ended. Resolves with true only if all ran and none failed. When interrupted
 * (Ctrl-C), it ends every process it started before it resolves.
 */
export async function rehearse(
    root: string,
    { all = false, keep = false, strict = false, providers }: RehearseOptions = {},
): Promise<boolean> {
    const steps = [...allSteps.filter(({ extended }) => all || !extended), ...manualChecks];
    const interruption = new AbortController();
    const interrupt = () => interruption.abort(new Error("interrupted"));
    for (const signal of interruptSignals) process.on(signal, interrupt);
    process.stdout.on("error", interrupt); // the reader is gone, as after `| head`
    const workspace = new Workspace(root, interruption.signal, providers);
    const results: StepResult[] = [];
    let failure: Pick<StepResult, "title" | "detail"> | undefined;
    try {
        await workspace.teardown();
        workspace.create();
        await buildTaskList(steps, workspace, results).run();
    } catch (error) {
        // Printed below, once everything has ended.
        const { message } = error as Error;
        failure = results.find(({ status }) => status === "fail") ?? {
            title: "the workspace could not be created",
            detail: message,
        };
    } finally {
        if (!keep || interruption.signal.aborted) await workspace.teardown();
        for (const signal of interruptSignals) process.off(signal, interrupt);
    }
    if (results.length) console.log(formatResults(steps, results));
    if (failure) console.error(`\nfail: ${failure.title}\n${failure.detail}\n\nlogs: ${workspace.logs}`);
    if (keep && !interruption.signal.aborted)
        console.log(
            `\nthe local cloud is still running in ${workspace.tree}; stop it with ./devmin sandbox stop in that folder`,
        );
    if (strict && results.some(({ status }) => status === "skipped"))
        console.error(
            "\n--strict requires every step to pass; docs/not-proven.md says how to check the skipped ones in an account",
        );
    const acceptedStatuses: CheckStatus[] = strict ? ["pass"] : ["pass", "skipped"];
    return results.length === steps.length && results.every(({ status }) => acceptedStatuses.includes(status));
}

function buildTaskList(steps: readonly Step[], workspace: Workspace, results: StepResult[]) {
    return new Listr(
        steps.map((step, index) => ({
            title: `${index + 1} ${step.title}`,
            task: async (_context, task) => {
                const result = await runStep(step, workspace, (line) => {
                    if (process.stdout.isTTY || step.printsProgress) task.output = line;
                });
                results.push(result);
                const summaryLine = `${index + 1} ${step.title}: ${result.detail}`;
                if (result.status === "fail") throw new Error(result.detail);
                if (result.status === "pass") task.title = `${summaryLine} (${result.seconds.toFixed(1)} s)`;
                else task.skip(result.detail);
            },
        })),
        {
            exitOnError: true,
            fallbackRenderer: "simple",
            rendererOptions: { showErrorMessage: false, collapseSubtasks: false },
            registerSignalListeners: false,
        },
    );
}

async function runStep(step: Step, workspace: Workspace, log: (line: string) => void): Promise<StepResult> {
    const startedAt = performance.now();
    const toResult = (answer: CheckStatus, because: string): StepResult => ({
        title: step.title,
        seconds: (performance.now() - startedAt) / 1_000,
        status: answer,
        detail: because,
    });
    try {
        return toResult("pass", await step.run(workspace, log));
    } catch (error) {
        return toResult(error instanceof SkippedError ? "skipped" : "fail", (error as Error).message);
    }
}

function formatResults(steps: readonly Step[], results: StepResult[]): string {
    const width = Math.max(...steps.map(({ title }) => title.length));
    const formatRow = ({ title }: Step, index: number) => {
        const { status, seconds, detail } = results[index] ?? { status: "not run" };
        const time = status === "pass" || status === "fail" ? `${seconds?.toFixed(1)} s` : "";
        const detailCell = status === "fail" ? "" : detail; // printed in full below
        const cells = [`${index + 1}`.padStart(3), title.padEnd(width), status.padEnd(7), time.padStart(8), detailCell];
        return cells.join("  ").trimEnd();
    };
    const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
    const notRun = steps.length - results.length;
    const extendedSteps = allSteps.length + manualChecks.length - steps.length;
    return [
        "",
        ...steps.map(formatRow),
        "",
        `     ${formatStatusCounts(results.map(({ status }) => status))}` +
            `${notRun ? `, ${notRun} not run` : ""}; ${total.toFixed(0)} s${extendedSteps ? `; ${extendedSteps} more with --all` : ""}`,
    ].join("\n");
}
