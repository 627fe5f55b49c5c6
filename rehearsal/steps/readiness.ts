import assert from "node:assert/strict";
import type { Answer } from "../../ops/answer";
import { s3In } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { bytesOf, type Link } from "../../ops/evidence";
import type { Stage } from "../stage";
import type { Step } from "../step";

export const readiness: Step = {
    title: "readiness is proven and becomes evidence",
    async play(stage, say) {
        const said = await stage.run(["./devmin", "verify"], say);
        const link = await linkOf(stage, Number(/^link (\d+) of the evidence/m.exec(said)?.[1]));
        assert.equal(link.kind, "verify");
        assert.equal(link.verdict, "holds");
        // Core and demo came up by a verb, and kafka by pulumi alone.
        for (const layer of ["core", "demo"]) assert.match(said, judged("holds", layer));
        assert.match(said, judged("not exercised here", "kafka"));
        assert.match(said, /last update of kafka has no receipt: \.\/devmin up kafka/);
        const [count] = said.match(/\d+ hold, 0 broken, \d+ not exercised here/) ?? [];
        return `${count}; the verdict is link ${link.number} of the chain`;
    },
};

/** What verify says of the pack's judgement of a layer. */
const judged = (answer: Answer, layer: string) =>
    new RegExp(`^${answer} +the policy pack judged the last update of ${layer}`, "m");

/** A link of the stage's chain of evidence. */
export async function linkOf(stage: Stage, number: number): Promise<Link> {
    const env = environmentAt(stage.tree, "local");
    const key = `chain/${String(number).padStart(6, "0")}.json`;
    return JSON.parse(Buffer.from(await bytesOf(s3In(env), env.evidenceBucket, key)).toString("utf8"));
}
