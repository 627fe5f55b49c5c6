import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roleArnOf, roles } from "../../lib/names";
import { NotExercised } from "../../ops/answer";
import { beyond } from "../../rehearsal/beyond";
import { Stage } from "../../rehearsal/stage";
import { steps } from "../../rehearsal/steps";
import { readCalls } from "../../sandbox";
import { answerToCall } from "../core/evaluator";
import { notProven, sectionsOf } from "../docs/not-proven";

/** The same steps as `npm run rehearse`, each a test. They are one story: after a broken step the rest is not played. */
describe("the rehearsal", function () {
    this.timeout(20 * 60_000);
    this.bail(true);

    const interruption = new AbortController();
    const stage = new Stage(join(__dirname, "..", ".."), interruption.signal);
    const interrupt = async () => {
        interruption.abort(new Error("interrupted"));
        await stage.strike();
        process.exit(130);
    };

    before(async () => {
        process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
        await stage.strike();
        stage.set();
    });

    after(async () => {
        await stage.strike();
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    });

    for (const step of steps) {
        it(step.title, async () => {
            const seen = await step.play(stage, (line) => {
                if (step.tells) console.log(`      ${line}`);
            });
            console.log(`      ${seen}`);
        });
    }

    it("shows what it does not prove", async () => {
        const answers = await Promise.all(
            beyond.map(async (step) => {
                const seen = await step
                    .play(stage, () => {})
                    .catch((error) => {
                        if (!(error instanceof NotExercised)) throw error;
                    });
                return { step, seen };
            }),
        );
        const page = notProven(answers.filter(({ seen }) => seen === undefined).map(({ step }) => step));
        const file = join(__dirname, "..", "..", "docs", "not-proven.md");
        if (process.env.UPDATE) writeFileSync(file, page);
        // A machine that has more than the one the page was made on proves more, never less.
        const kept = sectionsOf(readFileSync(file, "utf8"));
        for (const section of sectionsOf(page))
            assert.ok(kept.includes(section), `docs/not-proven.md is of another run, UPDATE=1 writes it: ${section}`);
    });

    it("asked AWS for nothing that a second evaluator refuses", async () => {
        const place = { layer: "core", stack: "local", account: "000000000000", region: "us-east-1" };
        const ours = new Map(roles.map((role) => [roleArnOf(place, role), role]));
        const calls = [...readCalls(stage), ...readCalls(stage, "destroy")].filter(({ allowed }) => allowed);
        const judged = calls.flatMap((call) => {
            const role = ours.get(call.principal);
            return role ? [answerToCall(place, role, call).then((answer) => ({ call, answer }))] : [];
        });
        const answers = await Promise.all(judged);
        assert.ok(answers.length > 100, `${answers.length} calls`);
        assert.deepEqual(
            answers.filter(({ answer }) => answer !== "Allowed"),
            [],
        );
    });
});
