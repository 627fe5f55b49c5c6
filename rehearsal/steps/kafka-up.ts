import assert from "node:assert/strict";
import { confluentGet } from "../confluent";
import { named } from "../names";
import type { Step } from "../step";

interface Listed {
    data: { id: string; display_name: string; spec: { display_name: string; availability: string; config: unknown } }[];
}

export const kafkaUp: Step = {
    title: "kafka comes up",
    async play(stage, say) {
        await stage.as("kafka", ["pulumi", "up", "-C", "kafka", "--yes"], say);
        const environments = await confluentGet<Listed>(stage, "/org/v2/environments");
        assert.deepEqual(
            environments.data.map(({ display_name }) => display_name),
            [named("kafka", "environment")],
        );
        const clusters = await confluentGet<Listed>(stage, `/cmk/v2/clusters?environment=${environments.data[0]?.id}`);
        assert.deepEqual(
            clusters.data.map(({ spec: { availability, config } }) => ({ availability, config })),
            [{ availability: "SINGLE_ZONE", config: { kind: "Basic", max_ecku: 1 } }],
        );
        const accounts = await confluentGet<Listed>(stage, "/iam/v2/service-accounts");
        assert.deepEqual(accounts.data.map(({ display_name }) => display_name).sort(), [
            named("kafka", "manager"),
            named("kafka", "pulse"),
        ]);
        return `one Basic, single-zone cluster ${clusters.data[0]?.id}, ${accounts.data.length} service accounts`;
    },
};
