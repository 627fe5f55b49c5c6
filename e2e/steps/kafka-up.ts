import assert from "node:assert/strict";
import { getFromConfluent } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";

interface ConfluentList {
    data: { id: string; display_name: string; spec: { display_name: string; availability: string; config: unknown } }[];
}

export const kafkaUp: Step = {
    title: "kafka is deployed",
    async run(workspace, log) {
        await workspace.runAs("kafka", ["pulumi", "up", "-C", "kafka", "--yes"], log);
        const environments = await getFromConfluent<ConfluentList>(workspace, "/org/v2/environments");
        assert.deepEqual(
            environments.data.map(({ display_name }) => display_name),
            [buildExpectedName("kafka", "environment")],
        );
        const clusters = await getFromConfluent<ConfluentList>(
            workspace,
            `/cmk/v2/clusters?environment=${environments.data[0]?.id}`,
        );
        assert.deepEqual(
            clusters.data.map(({ spec: { availability, config } }) => ({ availability, config })),
            [{ availability: "SINGLE_ZONE", config: { kind: "Basic", max_ecku: 1 } }],
        );
        const accounts = await getFromConfluent<ConfluentList>(workspace, "/iam/v2/service-accounts");
        assert.deepEqual(accounts.data.map(({ display_name }) => display_name).sort(), [
            buildExpectedName("kafka", "manager"),
            buildExpectedName("kafka", "pulse"),
        ]);
        return `one Basic, single-zone cluster ${clusters.data[0]?.id}, ${accounts.data.length} service accounts`;
    },
};
