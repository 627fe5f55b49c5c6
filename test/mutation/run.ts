/**
 * Mutation test of the policy pack: changes one detail at a time, in memory, and the pack's tests must fail. Prints per file how
 * many mutants were detected, and every survivor with its reason from `survivors.ts`. Fails below 90 %, on a survivor without a
 * reason, and on a reason whose mutant does not survive.
 *
 * `npm run test:mutation -- rules/`: only files whose path contains this.
 */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createMutants, type Mutant } from "./mutants";
import { explainedSurvivors, skippedFiles } from "./survivors";

const packFolder = join(__dirname, "..", "..", "policy-pack");
const minimumShare = 0.9;
/** A mutant whose tests take longer loops forever, and counts as detected. */
const timeoutMs = 300_000;

let worker: ChildProcess | undefined;

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

async function main(pathFilter: string): Promise<void> {
    const files = readdirSync(packFolder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && file.includes(pathFilter) && !skippedFiles.includes(file))
        .sort();
    if (files.length === 0) throw new Error(`no file of policy-pack/ has ${pathFilter} in its path.`);
    const failingTest = await tryMutant();
    if (failingTest) throw new Error(`${failingTest} fails without a mutant: repair it first.`);
    const survivors: Mutant[] = [];
    let all = 0;
    for (const file of files) {
        const begin = performance.now();
        const mutants = createMutants(file, readFileSync(join(packFolder, file), "utf8"));
        const before = survivors.length;
        for (const mutant of mutants) if (!(await tryMutant(mutant))) survivors.push(mutant);
        all += mutants.length;
        const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
        console.log(
            `${file}: ${mutants.length - (survivors.length - before)} of ${mutants.length} detected (${seconds} s)`,
        );
    }
    worker?.kill();
    const isAbout = (row: (typeof explainedSurvivors)[number], mutant: Mutant) =>
        (["file", "code", "was", "becomes"] as const).every((key) => row[key] === mutant[key]);
    for (const mutant of survivors) {
        const because = explainedSurvivors.find((row) => isAbout(row, mutant))?.because ?? "NO REASON GIVEN";
        console.log(
            `\n${mutant.file}:${mutant.line} ${mutant.code}\n    ${mutant.was} -> ${mutant.becomes}: ${because}`,
        );
    }
    const open = survivors.filter((mutant) => !explainedSurvivors.some((row) => isAbout(row, mutant)));
    const stale = explainedSurvivors.filter(
        (row) => files.includes(row.file) && !survivors.some((mutant) => isAbout(row, mutant)),
    );
    for (const { file, code, was, becomes } of stale)
        console.log(`\n${file}: ${code}\n    ${was} -> ${becomes} does not survive: remove it from survivors.ts`);
    const share = (all - survivors.length) / all;
    console.log(
        `\n${all - survivors.length} of ${all} mutants detected (${(100 * share).toFixed(1)} %); ` +
            `of ${survivors.length} survivors ${survivors.length - open.length} explained`,
    );
    if (!(share >= minimumShare) || open.length > 0 || stale.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2).join(" "));
