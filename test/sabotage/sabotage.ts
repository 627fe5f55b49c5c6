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
import { join, relative } from "node:path";
import { steps } from "../../e2e/steps";

/** One line made wrong, and the guard that must fail because of it. */
export interface Sabotage {
    /** The defect, as a claim. */
    title: string;
    file: string;
    /** Text of the file; it must occur exactly once. */
    original: string;
    replacement: string;
    guard: TestGuard | StepGuard;
}

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
 * Makes one line wrong in a copy of the tree and runs the guard there. Resolves with the guard's error message; rejects when the
 * line is missing, nothing failed, or something else did. When interrupted, it rejects once all it started has ended.
 */
export async function runSabotage({ file, original, replacement, guard }: Sabotage, root: string, signal: AbortSignal) {
    const { args, red, says } = buildMochaRun(guard);
    signal.throwIfAborted();
    mkdirSync(join(root, ".sandbox", "tools"), { recursive: true });
    const tree = mkdtempSync(join(root, ".sandbox", "sabotage-"));
    try {
        copyTree(root, tree);
        writeFileSync(
            join(tree, file),
            applySabotage(file, readFileSync(join(tree, file), "utf8"), original, replacement),
        );
        return getFailureReason(await runMocha(tree, args, signal), red, says);
    } finally {
        rmSync(tree, { recursive: true });
    }
}

/** The file with its line made wrong. Throws unless the line occurs exactly once. */
export function applySabotage(file: string, content: string, text: string, replacement: string): string {
    const times = content.split(text).length - 1;
    if (times !== 1) {
        throw new Error(
            `${file} must contain this text once, but contains it ${times} times: ${text.trim()}\n` +
                "Update its row in test/sabotage/rows.ts.",
        );
    }
    return content.replace(text, () => replacement);
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
function buildMochaRun(guard: Sabotage["guard"]): { args: string[]; red: readonly string[]; says?: string } {
    if ("test" in guard) return { args: [guard.test], red: guard.failingTests };
    const { step, message, after } = guard;
    const titles = steps.map(({ title }) => title);
    for (const title of [step, after ?? step]) {
        if (!titles.includes(title)) throw new Error(`the end-to-end run has no step "${title}"`);
    }
    const before = titles.slice(0, after === undefined ? titles.indexOf(step) : titles.indexOf(after) + 1);
    const suite = "the end-to-end run";
    const played = [...before, step].map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return {
        args: ["test/e2e/scenarios.test.ts", "--grep", `^${suite} (${played.join("|")})$`],
        red: [`${suite} ${step}`],
        says: message,
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
