/** Runs the tests for each mutant it receives, one after the other; answers with the test file that failed, if any. */
import fs from "node:fs";
import { basename, join } from "node:path";
import Mocha from "mocha";
import type { Mutant } from "./generate";

const root = join(__dirname, "..", "..");
const readFile = fs.readFileSync;

/**
 * The tests of the policy pack that run in this process, the cheapest first. Without the property test, whose input is random:
 * another test must detect what it does.
 */
const tests = [
    ...["runtime", "pricing", "rules"].flatMap((folder) => listTests(join("policy-pack", folder))),
    ...["docs/guardrails", "policy-pack/inventory", "policy-pack/declarations"].map((name) => `${name}.test.ts`),
];
/** More tests for mutants of the catalogue. */
const catalogueTests = ["lib/guard.test.ts", "policy-pack/catalogue.test.ts"];

/** The test files of a folder and its subfolders, below test/. */
function listTests(folder: string): string[] {
    const files = fs.readdirSync(join(root, "test", folder), { recursive: true, encoding: "utf8" });
    return files.filter((file) => file.endsWith(".test.ts")).map((file) => join(folder, file));
}

/** How often each test file detected a mutant of a file: the most frequent one runs first. */
const killCounts = new Map<string, Map<string, number>>();

process.on("disconnect", () => process.exit());
process.on("message", async ({ mutant }: { mutant?: Mutant }) => {
    process.send?.({ by: await tryMutant(mutant) });
});

async function tryMutant(mutant?: Mutant): Promise<string | undefined> {
    const mutated = mutant && join(root, "policy-pack", mutant.file);
    fs.readFileSync = ((path: string, ...rest: []) =>
        path === mutated ? mutant?.text : readFile(path, ...rest)) as typeof readFile;
    for (const file of Object.keys(require.cache)) if (isOurs(file)) delete require.cache[file];
    const counts = killCounts.get(mutant?.file ?? "") ?? new Map<string, number>();
    killCounts.set(mutant?.file ?? "", counts);
    const isNamesake = (test: string) => basename(test, ".test.ts") === basename(mutant?.file ?? "", ".ts");
    const order = [...tests, ...(mutant?.file.startsWith("catalogue/") ? catalogueTests : [])].sort(
        (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || Number(isNamesake(b)) - Number(isNamesake(a)),
    );
    for (const test of order) {
        if (await isPassing(test)) continue;
        counts.set(test, (counts.get(test) ?? 0) + 1);
        return test;
    }
    return undefined;
}

const isOurs = (file: string) => file.startsWith(root) && !file.includes("node_modules") && !file.startsWith(__dirname);

async function isPassing(test: string): Promise<boolean> {
    const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: class {} as never });
    mocha.addFile(join(root, "test", test));
    try {
        return await new Promise<boolean>((resolve) => mocha.run((failures) => resolve(failures === 0)));
    } catch {
        return false; // it does not even load
    } finally {
        mocha.dispose();
    }
}
