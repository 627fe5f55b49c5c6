import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byHand } from "../confluent";
import { byItself, type Dump, differences, dump } from "../dump";
import { named } from "../names";
import { inRole, type Say, type Stage } from "../stage";
import type { Step } from "../step";

const up = ["pulumi", "up", "-C", "kafka", "--yes", "--skip-preview"];
const state = /^. aws\/objects\/.*devmin-core-local-state-/;

export const catalogue: Step = {
    title: "an application comes, finds its names taken, and goes",
    further: true,
    async play(stage, say) {
        const hand = await byHand(stage);
        const before = await dump(stage.home);
        const file = join(stage.tree, "kafka", "catalogue.ts");
        const without = readFileSync(file, "utf8");
        const declare = (partitions: number, application = "") =>
            writeFileSync(
                file,
                without
                    .replace(
                        /^(export const topics = \{)$/m,
                        `$1 "audit.events": { partitions: ${partitions}, retentionHours: 1 },`,
                    )
                    .replace(/^(export const applications = \{)$/m, `$1 ${application}`),
            );

        await hand.cloud("POST", "/iam/v2/service-accounts", { display_name: named("kafka", "audit") });
        await hand.cluster("POST", "/topics", { topic_name: "audit.events", partitions_count: 1 });
        declare(2, `audit: { produces: [], consumes: ["audit.events"] },`);
        const taken = await takenOver(stage, say);
        assert.deepEqual(taken.sort(), ["service account audit", "topic audit.events"]);
        const topic = await hand.cluster<{ partitions_count: number }>("GET", "/topics/audit.events");
        assert.equal(topic.partitions_count, 2);

        declare(1);
        const refused = await stage.refused(inRole("kafka", ["pulumi", "preview", "-C", "kafka"]), say);
        assert.match(refused, /a topic cannot shrink, it would be replaced and every record in it lost/);

        // Out of the catalogue, and nothing of it is left but its topic, which Pulumi does not delete unasked.
        declare(2);
        await stage.as("kafka", up, say);
        const left = await changesSince(before, stage);
        assert.deepEqual(
            left,
            ["configs/cleanup.policy", "configs/retention.ms", "internal", "partitions"].map(
                (path) => `+ kafka/${hand.clusterId}/topics/audit.events/${path}`,
            ),
        );
        writeFileSync(file, without);
        assert.match(await stage.refused(inRole("kafka", up), say), /audit\.events.* protected/s);
        const { resources } = JSON.parse(
            await stage.run(["pulumi", "stack", "export", "-C", "kafka"], () => {}),
        ).deployment;
        const { urn } = resources.find((each: { urn: string }) => each.urn.endsWith("::audit.events"));
        await stage.as("kafka", ["pulumi", "state", "unprotect", "-C", "kafka", "--yes", urn], say);
        await stage.as("kafka", up, say);
        assert.deepEqual(await changesSince(before, stage), []);
        await hand.leave();
        return "its account and topic were there: taken over as told; fewer partitions refused; gone in one update";
    },
};

/** What is other than before, but for Pulumi's own. */
const changesSince = async (before: Dump, stage: Stage) =>
    differences(before, await dump(stage.home)).filter((change) => ![state, byItself].some((it) => it.test(change)));

/** Updates until nothing is taken any more, each time doing what the refusal says; resolves with what was taken. */
async function takenOver(stage: Stage, say: Say): Promise<string[]> {
    const taken: string[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
        const { exitCode, output } = await stage.hear(inRole("kafka", up), { say });
        if (exitCode === 0) return taken;
        const told = new Set(output.match(/the .* is there already .* take it over with: pulumi import .*/g));
        assert.ok(told.size > 0, `the update says how to go on:\n${output}`);
        for (const line of told) {
            const [, what = "", command = ""] = /^the (.*) is there already .* with: (.*)$/.exec(line) ?? [];
            taken.push(what);
            await stage.run(["bash", "-c", `${command} --yes`], say);
        }
    }
    throw new Error(`${taken.join(", ")} were taken over, and still the update is refused`);
}
