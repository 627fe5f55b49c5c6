/**
 * Mutants of the policy pack: one small thing made wrong at a time, in memory; the pack's tests must notice. Prints how many
 * were noticed, file by file, and every survivor with the reason in `survivors.ts`; fails below 90 %, on a survivor nobody has
 * explained, and on an explanation of what does not survive.
 *
 * `npm run test:mutation -- rules/`: only files whose path has these words.
 */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createMutants, type Mutant } from "./mutants";
import { explainedSurvivors, skippedFiles } from "./survivors";

const packFolder = join(__dirname, "..", "..", "policy-pack");
const minimumShare = 0.9;
/** What takes longer than this turns in circles, and that is noticed. */
const timeoutMs = 300_000;

/** A worker, or what is left of one. */
let worker: ChildProcess | undefined;

/** Which test noticed; undefined for a survivor. */
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
            settle("it did not come back");
        });
        child.send({ mutant });
    });
}

async function main(pathFilter: string): Promise<void> {
    const files = readdirSync(packFolder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && file.includes(pathFilter) && !skippedFiles.includes(file))
        .sort();
    const failingTest = await tryMutant();
    if (failingTest) throw new Error(`without a mutant ${failingTest} is red: nothing can be told from these tests.`);
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
            `${file}: ${mutants.length - (survivors.length - before)} of ${mutants.length} noticed (${seconds} s)`,
        );
    }
    worker?.kill();
    const isAbout = (row: (typeof explainedSurvivors)[number], mutant: Mutant) =>
        (["file", "code", "was", "becomes"] as const).every((key) => row[key] === mutant[key]);
    for (const mutant of survivors) {
        const because = explainedSurvivors.find((row) => isAbout(row, mutant))?.because ?? "NOBODY HAS SAID WHY";
        console.log(
            `\n${mutant.file}:${mutant.line} ${mutant.code}\n    ${mutant.was} -> ${mutant.becomes}: ${because}`,
        );
    }
    const open = survivors.filter((mutant) => !explainedSurvivors.some((row) => isAbout(row, mutant)));
    const stale = explainedSurvivors.filter(
        (row) => files.includes(row.file) && !survivors.some((mutant) => isAbout(row, mutant)),
    );
    for (const { file, code, was, becomes } of stale)
        console.log(`\n${file}: ${code}\n    ${was} -> ${becomes} does not survive: take it out of survivors.ts`);
    const share = (all - survivors.length) / all;
    console.log(
        `\n${all - survivors.length} of ${all} mutants noticed (${(100 * share).toFixed(1)} %); ` +
            `of ${survivors.length} survivors ${survivors.length - open.length} explained`,
    );
    if (!(share >= minimumShare) || open.length > 0 || stale.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2).join(" "));
