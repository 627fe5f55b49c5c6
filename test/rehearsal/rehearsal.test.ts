import { join } from "node:path";
import { Stage } from "../../rehearsal/stage";
import { steps } from "../../rehearsal/steps";

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
});
