import assert from "node:assert/strict";
import { s3In } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { bytesOf, type Link } from "../../ops/evidence";
import type { Stage } from "../stage";
import type { Step } from "../step";

export const readiness: Step = {
    title: "readiness is proven and becomes evidence",
    async play(stage, say) {
        const said = await stage.run(["./devmin", "verify"], say);
        const link = await linkOf(stage, 1);
        assert.equal(link.kind, "verify");
        assert.equal(link.verdict, "holds");
        const [count] = said.match(/\d+ hold, 0 broken, \d+ not exercised here/) ?? [];
        return `${count}; the verdict is link ${link.number} of the chain`;
    },
};

/** A link of the stage's chain of evidence. */
export async function linkOf(stage: Stage, number: number): Promise<Link> {
    const env = environmentAt(stage.tree, "local");
    const key = `chain/${String(number).padStart(6, "0")}.json`;
    return JSON.parse(Buffer.from(await bytesOf(s3In(env), env.evidenceBucket, key)).toString("utf8"));
}
