import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { isTaken, loginOf } from "../../ops/kafka-login";
import { accountId, byHand } from "../confluent";
import { named } from "../names";
import type { Step } from "../step";

interface Configs {
    data: { name: string; value: string }[];
}

export const drift: Step = {
    title: "what was changed by hand is seen and mended",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const hand = await byHand(stage);
        const reading = new URLSearchParams({
            resource_type: "TOPIC",
            resource_name: "pulse.events",
            pattern_type: "LITERAL",
            principal: `User:${await accountId(hand.cloud, "pulse")}`,
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        });
        const old = await loginOf(env, named("kafka", "pulse"));
        await hand.cluster("DELETE", `/acls?${reading}`);
        await hand.cluster("POST", "/topics/pulse.events/configs:alter", {
            data: [{ name: "retention.ms", value: "1" }],
        });
        await hand.cloud("DELETE", `/iam/v2/api-keys/${old.key}`);

        const seen = await stage.as("kafka", ["pulumi", "preview", "-C", "kafka", "--refresh"], say);
        for (const what of [
            /\+ .*KafkaAcl pulse-read-topic-pulse\.events create/,
            /~ .*KafkaTopic pulse\.events update \[diff: ~config/,
            /\+ .*ApiKey pulse-2 create/,
            /SecretVersion pulse replace/,
        ]) {
            assert.match(seen, what);
        }
        await stage.as("kafka", ["pulumi", "up", "-C", "kafka", "--refresh", "--yes", "--skip-preview"], say);
        const found = await hand.cluster<{ data: object[] }>("GET", `/acls?${reading}`);
        assert.equal(found.data.length, 1);
        const { data } = await hand.cluster<Configs>("GET", "/topics/pulse.events/configs");
        assert.equal(data.find(({ name }) => name === "retention.ms")?.value, String(3_600_000));
        assert.ok(await isTaken(await loginOf(env, named("kafka", "pulse"))));
        await hand.leave();
        return "an ACL deleted, a key revoked, a retention changed: all in the preview, all mended by one update";
    },
};
