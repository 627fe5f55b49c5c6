import { spawn } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { steps } from "../../e2e/steps";
import { applyChange, type Change } from "./change";

/** A change that makes the code wrong, and the guard that must fail because of it. */
export type Defect = Change & {
    /** The defect, as a claim. */
    title: string;
    file: string;
    /** Where the change is: see `findSymbol`. @default the whole file */
    symbol?: string;
    guard: TestGuard | StepGuard;
};

/** Tests of one file: they fail, and every other test of the file passes. */
export interface TestGuard {
    test: string;
    /** Their full titles. */
    failingTests: readonly string[];
}

/** A step of the end-to-end run: it fails, and every step that runs before it passes. */
export interface StepGuard {
    step: string;
    /** Part of its error message: a step can fail for many reasons. */
    message: string;
    /** The last step that runs before it, where it needs no more. @default the one before it */
    after?: string;
}

/** The part of mocha's JSON report that is read here. */
export interface Report {
    pending: { fullTitle: string }[];
    failures: { fullTitle: string; err: { message?: string } }[];
}

/** The shell's environment; an end-to-end run in the same process adds its own variables later. */
const parentEnv = { ...process.env };

/**
 * Makes one change in a copy of the tree and runs the guard there. Resolves with the guard's error message; rejects when the change
 * does not apply, nothing failed, or something else did. When interrupted, it rejects once all it started has ended.
 */
export async function runDefect(defect: Defect, root: string, signal: AbortSignal): Promise<string> {
    const { args, failingTests, message } = buildMochaRun(defect.guard);
    signal.throwIfAborted();
    mkdirSync(join(root, ".sandbox", "tools"), { recursive: true });
    const tree = mkdtempSync(join(root, ".sandbox", "mutation-"));
    try {
        copyTree(root, tree);
        const path = join(tree, defect.file);
        writeFileSync(path, applyDefect(defect, readFileSync(path, "utf8")));
        return getFailureReason(await runMocha(tree, args, signal), failingTests, message);
    } finally {
        rmSync(tree, { recursive: true });
    }
}

/**
 * Runs defects, and returns a promise of each one's result. Those guarded by tests share as many lanes as there are cores; then
 * follow, one after the other, those that take an end-to-end run.
 */
export function runDefects(
    rows: readonly Defect[],
    root: string,
    signal: AbortSignal,
    laneCount = availableParallelism(),
): Promise<string>[] {
    const queue = [...rows.filter(isFast), ...rows.filter((row) => !isFast(row))];
    const lanes: Promise<unknown>[] = Array.from({ length: laneCount }, async () => {});
    const results = new Map<Defect, Promise<string>>();
    for (const [index, row] of queue.entries()) {
        const run = () => runDefect(row, root, signal);
        const lane = index % laneCount;
        const before = isFast(row) ? lanes[lane] : Promise.allSettled(lanes);
        const result = (before as Promise<unknown>).then(run, run);
        result.catch(() => {}); // whoever awaits the result sees it
        lanes[lane] = result;
        results.set(row, result);
    }
    return rows.map((row) => results.get(row) as Promise<string>);
}

/** Whether a defect is guarded by unit tests. */
export const isFast = ({ guard }: Pick<Defect, "guard">) => "test" in guard;

/** The text of the defect's file with its change. Throws, naming the row, unless it applies exactly once. */
export function applyDefect(defect: Defect, text: string): string {
    try {
        return applyChange(defect.file, text, defect.symbol, defect);
    } catch (error) {
        throw new Error(
            `${defect.file}: "${defect.title}" does not apply: ${(error as Error).message}\n` +
                "Update its row in test/mutation/defects.ts.",
            { cause: error },
        );
    }
}

/** The error message of the first failed test. Throws unless exactly the expected tests failed, and the message contains `message`. */
export function getFailureReason(
    { pending, failures }: Report,
    expectedFailures: readonly string[],
    message = "",
): string {
    const failedTitles = failures.map(({ fullTitle }) => fullTitle).sort();
    if (failedTitles.length === 0) throw new Error(`no test failed; expected failures: ${expectedFailures.join(", ")}`);
    if (pending.length > 0 || failedTitles.join("\n") !== [...expectedFailures].sort().join("\n")) {
        const failed = failures.map(({ fullTitle, err }) => `- ${fullTitle}: ${err.message}`);
        const skipped = pending.map(({ fullTitle }) => `- ${fullTitle}: skipped`);
        throw new Error(["other tests failed than expected:", ...failed, ...skipped].join("\n"));
    }
    const reason = failures[0]?.err.message ?? "";
    if (!reason.includes(message)) throw new Error(`it failed, but not with "${message}":\n${reason}`);
    return reason;
}

/** How mocha runs a guard: the end-to-end suite ends at the first step that fails. */
export function buildMochaRun(guard: Defect["guard"]): {
    args: string[];
    failingTests: readonly string[];
    message?: string;
} {
    if ("test" in guard) return { args: [guard.test], failingTests: guard.failingTests };
    const { step, message, after } = guard;
    const titles = steps.map(({ title }) => title);
    for (const title of [step, after ?? step]) {
        if (!titles.includes(title)) throw new Error(`the end-to-end run has no step "${title}"`);
    }
    const before = titles.slice(0, after === undefined ? titles.indexOf(step) : titles.indexOf(after) + 1);
    const suite = "the end-to-end run";
    const run = [...before, step].map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return {
        args: ["test/e2e/scenarios.test.ts", "--grep", `^${suite} (${run.join("|")})$`],
        failingTests: [`${suite} ${step}`],
        message,
    };
}

/** Copies the tree as it is now, committed or not; downloads, builds, and what those link to are shared. */
function copyTree(root: string, tree: string): void {
    const shared = ["node_modules", "local-cloud/pulumi-cli", ".sandbox/tools"];
    const excluded = ["node_modules", ".sandbox", ".devmin", ".git"];
    mkdirSync(join(tree, ".sandbox"));
    for (const entry of readdirSync(root).filter((name) => !excluded.includes(name))) {
        const filter = (path: string) => !shared.includes(relative(root, path));
        cpSync(join(root, entry), join(tree, entry), { recursive: true, filter });
    }
    for (const path of shared) symlinkSync(join(root, path), join(tree, path));
}

/** Runs mocha in a tree, in its own process group, so that an interrupt reaches it only once, from here. */
async function runMocha(tree: string, args: string[], signal: AbortSignal): Promise<Report> {
    const file = join(tree, ".sandbox", "report.json");
    const reporter = ["--reporter", "json", "--reporter-option", `output=${file}`];
    const mocha = join(tree, "node_modules", "mocha", "bin", "mocha.js");
    const output: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
        const child = spawn(process.execPath, [mocha, ...args, ...reporter], {
            cwd: tree,
            env: parentEnv,
            stdio: ["ignore", "pipe", "pipe"],
            detached: true,
        });
        const interrupt = () => child.pid && process.kill(-child.pid, "SIGINT");
        signal.addEventListener("abort", interrupt, { once: true });
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => output.push(bytes));
        child.on("error", reject);
        child.on("close", () => {
            signal.removeEventListener("abort", interrupt);
            resolve();
        });
    });
    signal.throwIfAborted();
    if (!existsSync(file)) throw new Error(`mocha ${args.join(" ")} wrote no report:\n${Buffer.concat(output)}`);
    return JSON.parse(readFileSync(file, "utf8"));
}
