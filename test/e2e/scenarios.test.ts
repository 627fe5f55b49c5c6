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
import { formatNotProven, splitSections } from "../docs/not-proven";

/** The same steps as `npm run rehearse`, each a test. They are one story: after a broken step the rest is not played. */
describe("the rehearsal", function () {
    this.timeout(20 * 60_000);
    this.bail(true);

    const interruption = new AbortController();
    const stage = new Workspace(join(__dirname, "..", ".."), interruption.signal);
    const interrupt = async () => {
        interruption.abort(new Error("interrupted"));
        await stage.teardown();
        process.exit(130);
    };

    before(async () => {
        process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
        await stage.teardown();
        stage.create();
    });

    after(async () => {
        await stage.teardown();
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    });

    for (const step of steps) {
        it(step.title, async () => {
            const seen = await step.run(stage, (line) => {
                if (step.printsProgress) console.log(`      ${line}`);
            });
            console.log(`      ${seen}`);
        });
    }

    it("shows what it does not prove", async () => {
        const answers = await Promise.all(
            manualChecks.map(async (step) => {
                const seen = await step
                    .run(stage, () => {})
                    .catch((error) => {
                        if (!(error instanceof SkippedError)) throw error;
                    });
                return { step, seen };
            }),
        );
        const page = formatNotProven(answers.filter(({ seen }) => seen === undefined).map(({ step }) => step));
        const file = join(__dirname, "..", "..", "docs", "not-proven.md");
        if (process.env.UPDATE) writeFileSync(file, page);
        // A machine that has more than the one the page was made on proves more, never less.
        const kept = splitSections(readFileSync(file, "utf8"));
        for (const section of splitSections(page))
            assert.ok(kept.includes(section), `docs/not-proven.md is of another run, UPDATE=1 writes it: ${section}`);
    });

    it("asked AWS for nothing that a second evaluator refuses", async () => {
        const place = { layer: "core", stack: "local", account: "000000000000", region: "us-east-1" };
        const ours = new Map(roles.map((role) => [getRoleArn(place, role), role]));
        const calls = [...readCalls(stage), ...readCalls(stage, "destroy")].filter(({ allowed }) => allowed);
        const judged = calls.flatMap((call) => {
            const role = ours.get(call.principal);
            return role ? [evaluateCall(place, role, call).then((answer) => ({ call, answer }))] : [];
        });
        const answers = await Promise.all(judged);
        assert.ok(answers.length > 100, `${answers.length} calls`);
        assert.deepEqual(
            answers.filter(({ answer }) => answer !== "Allowed"),
            [],
        );
    });
});
