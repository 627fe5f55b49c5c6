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

/** One line made wrong, and what must say so. */
export interface Sabotage {
    /** What is then so. */
    title: string;
    file: string;
    /** What stands there, exactly once. */
    original: string;
    /** What takes its place. */
    replacement: string;
    guard: TestGuard | StepGuard;
}

/** Tests of one file: they turn red, and every other one of the file stays green. */
export interface TestGuard {
    test: string;
    /** Their whole titles. */
    failingTests: readonly string[];
}

/** A step of the rehearsal: it is broken, and every step that is played before it holds. */
export interface StepGuard {
    step: string;
    /** Part of the reason it gives: a step turns red for many. */
    message: string;
    /** The last step of the story that is played before it, where the guard needs no more. @default the one before it */
    after?: string;
}

/** What mocha's JSON reporter writes, as far as this looks into it. */
export interface Report {
    pending: { fullTitle: string }[];
    failures: { fullTitle: string; err: { message?: string } }[];
}

/** The shell; a rehearsal in the same process adds its own variables later. */
const parentEnv = { ...process.env };

/**
 * Makes one line wrong in a copy of the tree and plays the guard there. Resolves with the reason the guard gave; rejects when
 * the line is not there, nothing turned red, or something else did. Interrupted, it rejects once all it started has ended.
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

/** The file with its line made wrong; a line that is not there, or more than once, is an error. */
export function applySabotage(file: string, content: string, text: string, instead: string): string {
    const times = content.split(text).length - 1;
    if (times !== 1) {
        throw new Error(
            `${file} has ${times} times what must stand there once: ${text.trim()}\n` +
                "Let the row of test/sabotage/rows.ts say what stands there now.",
        );
    }
    return content.replace(text, () => instead);
}

/** The reason of the first test that is meant to be red; an error unless just those are, and that says what it should. */
export function getFailureReason(
    { pending, failures }: Report,
    expectedFailures: readonly string[],
    message = "",
): string {
    const turned = failures.map(({ fullTitle }) => fullTitle).sort();
    if (turned.length === 0) throw new Error(`nothing turned red; what should have: ${expectedFailures.join(", ")}`);
    if (pending.length > 0 || turned.join("\n") !== [...expectedFailures].sort().join("\n")) {
        const failed = failures.map(({ fullTitle, err }) => `- ${fullTitle}: ${err.message}`);
        const skipped = pending.map(({ fullTitle }) => `- ${fullTitle}: skipped`);
        throw new Error(["it turned red, and should not, or not alone:", ...failed, ...skipped].join("\n"));
    }
    const reason = failures[0]?.err.message ?? "";
    if (!reason.includes(message)) throw new Error(`it turned red without a word of "${message}":\n${reason}`);
    return reason;
}

/** A guard, as mocha plays it: the rehearsal's own suite ends at the first step that is broken. */
function buildMochaRun(guard: Sabotage["guard"]): { args: string[]; red: readonly string[]; says?: string } {
    if ("test" in guard) return { args: [guard.test], red: guard.failingTests };
    const { step, message, after } = guard;
    const titles = steps.map(({ title }) => title);
    for (const title of [step, after ?? step]) {
        if (!titles.includes(title)) throw new Error(`the rehearsal has no step "${title}"`);
    }
    const before = titles.slice(0, after === undefined ? titles.indexOf(step) : titles.indexOf(after) + 1);
    const suite = "the rehearsal";
    const played = [...before, step].map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return {
        args: ["test/e2e/scenarios.test.ts", "--grep", `^${suite} (${played.join("|")})$`],
        red: [`${suite} ${step}`],
        says: message,
    };
}

/** Copies the tree as it is now, committed or not; what is fetched and built is shared, and what that is linked to. */
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

/** Runs mocha in a tree, in a process group of its own: an interruption reaches it once, and through us. */
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
