import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manualChecks } from "../../e2e/manual-checks";
import { steps } from "../../e2e/steps";
import { Workspace } from "../../e2e/workspace";
import { getRoleArn, roles } from "../../lib/names";
import { readCalls } from "../../local-cloud";
import { SkippedError } from "../../ops/checks/status";
import { evaluateCall } from "../core/iam-simulator";
import { normalizeConsole, writeConsoleBlocks } from "../docs/console";
import { formatNotProven, splitSections } from "../docs/not-proven";

/** The same steps as `npm run rehearse`, each a test. They depend on each other: after a failed step the rest does not run. */
describe("the end-to-end run", function () {
    this.timeout(20 * 60_000);
    this.bail(true);

    const interruption = new AbortController();
    // The same providers on every machine: with those of AWS and Confluent some waits take as long as in the clouds.
    const workspace = new Workspace(join(__dirname, "..", ".."), interruption.signal, "offline");
    const interrupt = async () => {
        interruption.abort(new Error("interrupted"));
        await workspace.teardown();
        process.exit(130);
    };

    /** The steps enter the local cloud with the variables of this process; the other tests must not. */
    const parentEnv = { ...process.env };

    before(async () => {
        process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
        await workspace.teardown();
        workspace.create();
    });

    after(async () => {
        await workspace.teardown();
        process.env = parentEnv;
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    });

    for (const step of steps) {
        it(step.title, async () => {
            const seen = await step.run(workspace, (line) => {
                if (step.printsProgress) console.log(`      ${line}`);
            });
            console.log(`      ${seen}`);
        });
    }

    it("skips only what docs/not-proven.md lists", async () => {
        const answers = await Promise.all(
            manualChecks.map(async (step) => {
                const seen = await step
                    .run(workspace, () => {})
                    .catch((error) => {
                        if (!(error instanceof SkippedError)) throw error;
                    });
                return { step, seen };
            }),
        );
        const page = formatNotProven(answers.filter(({ seen }) => seen === undefined).map(({ step }) => step));
        const file = join(__dirname, "..", "..", "docs", "not-proven.md");
        if (process.env.UPDATE) writeFileSync(file, page);
        // A machine with more than the one the page was made on skips fewer steps, never others.
        const expected = splitSections(readFileSync(file, "utf8"));
        for (const section of splitSections(page))
            assert.ok(
                expected.includes(section),
                `docs/not-proven.md is out of date, run with UPDATE=1 to write it: ${section}`,
            );
    });

    it("prints what README shows", () => {
        const file = join(__dirname, "..", "..", "README.md");
        const readme = readFileSync(file, "utf8");
        const current = writeConsoleBlocks(readme, workspace.consoleOutputs);
        if (process.env.UPDATE) writeFileSync(file, current);
        else
            assert.deepEqual(
                normalizeConsole(readme),
                normalizeConsole(current),
                "README.md's console blocks are out of date, run with UPDATE=1 to write them",
            );
    });

    it("makes only calls that a second IAM evaluator allows, too", async () => {
        const scope = { layer: "core", stack: "local", account: "000000000000", region: "us-east-1" };
        const ours = new Map(roles.map((role) => [getRoleArn(scope, role), role]));
        const calls = [...readCalls(workspace), ...readCalls(workspace, "destroy")].filter(({ allowed }) => allowed);
        const evaluated = calls.flatMap((call) => {
            const role = ours.get(call.principal);
            return role ? [evaluateCall(scope, role, call).then((answer) => ({ call, answer }))] : [];
        });
        const answers = await Promise.all(evaluated);
        assert.ok(answers.length > 100, `${answers.length} calls`);
        assert.deepEqual(
            answers.filter(({ answer }) => answer !== "Allowed"),
            [],
        );
    });
});
