import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findSurvivors } from "./find-survivor";
import { createMutants, type Mutant } from "./generate";
import { explainedSurvivors, skippedFiles } from "./survivors";

const packFolder = join(__dirname, "..", "..", "policy-pack");
const minimumShare = 0.9;
/** A mutant whose tests take longer loops forever, and counts as detected. */
const timeoutMs = 300_000;

let worker: ChildProcess | undefined;

const getMutantId = ({ file, line, start, was, becomes }: Mutant) =>
    `${file}:${line} (character ${start}): ${was} -> ${becomes}`;

/** Resolves with the test file that detected the mutant; undefined for a survivor. */
function tryMutant(mutant?: Mutant): Promise<string | undefined> {
    worker ??= fork(join(__dirname, "worker.ts"), {
        execArgv: ["-r", "ts-node/register/transpile-only", "-r", join(__dirname, "..", "compile-once.ts")],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const child = worker;
    return new Promise((resolve) => {
        const killTimer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
        const settle = (by: string | undefined) => {
            clearTimeout(killTimer);
            child.removeAllListeners("message").removeAllListeners("exit");
            resolve(by);
        };
        child.once("message", ({ by }: { by?: string }) => settle(by));
        child.once("exit", () => {
            worker = undefined;
            settle("the worker exited");
        });
        child.send({ mutant });
    });
}

/**
 * Changes one detail of the policy pack at a time, in memory, and the pack's tests must fail. Prints per file how many mutants were
 * detected, and every survivor with its reason from `survivors.ts`. False below 90 %, for a survivor without a reason, and for a
 * reason whose mutant does not survive.
 */
export async function runGenerated(pathFilter: string): Promise<boolean> {
    const files = readdirSync(packFolder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && file.includes(pathFilter) && !skippedFiles.includes(file))
        .sort();
    if (files.length === 0) throw new Error(`no file of policy-pack/ has ${pathFilter} in its path.`);
    const failingTest = await tryMutant();
    if (failingTest) throw new Error(`${failingTest} fails without a mutant: repair it first.`);
    const survivors: Mutant[] = [];
    const reasons = new Map<string, string>();
    let all = 0;
    for (const file of files) {
        const begin = performance.now();
        const text = readFileSync(join(packFolder, file), "utf8");
        const mutants = createMutants(file, text);
        for (const row of explainedSurvivors.filter((each) => each.file === file)) {
            for (const mutant of findSurvivors(row, text, mutants)) reasons.set(getMutantId(mutant), row.because);
        }
        const before = survivors.length;
        for (const mutant of mutants) if (!(await tryMutant(mutant))) survivors.push(mutant);
        all += mutants.length;
        const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
        console.log(
            `${file}: ${mutants.length - (survivors.length - before)} of ${mutants.length} detected (${seconds} s)`,
        );
    }
    worker?.kill();
    for (const mutant of survivors) {
        console.log(
            `\n${mutant.file}:${mutant.line} ${mutant.code}\n    ${mutant.was} -> ${mutant.becomes}: ` +
                (reasons.get(getMutantId(mutant)) ?? "NO REASON GIVEN"),
        );
    }
    const survivorIds = new Set(survivors.map(getMutantId));
    const open = survivors.filter((mutant) => !reasons.has(getMutantId(mutant)));
    const stale = [...reasons.keys()].filter((id) => !survivorIds.has(id));
    for (const id of stale) console.log(`\n${id} does not survive: remove it from survivors.ts`);
    const share = (all - survivors.length) / all;
    console.log(
        `\n${all - survivors.length} of ${all} mutants detected (${(100 * share).toFixed(1)} %); ` +
            `of ${survivors.length} survivors ${survivors.length - open.length} explained`,
    );
    return share >= minimumShare && open.length === 0 && stale.length === 0;
}
