import assert from "node:assert/strict";
import { canAuthenticate, readKafkaCredentials } from "../../ops/clients/kafka";
import { getServiceAccountId, openManualSession } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";

interface TopicConfigList {
    data: { name: string; value: string }[];
}

export const drift: Step = {
    title: "manual changes are detected and repaired",
    extended: true,
    async run(workspace, log) {
        const { aws } = workspace.connect();
        const manualSession = await openManualSession(workspace);
        const reading = new URLSearchParams({
            resource_type: "TOPIC",
            resource_name: "pulse.events",
            pattern_type: "LITERAL",
            principal: `User:${await getServiceAccountId(manualSession.callCloudApi, "pulse")}`,
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        });
        const oldCredentials = await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"));
        await manualSession.callKafkaRest("DELETE", `/acls?${reading}`);
        await manualSession.callKafkaRest("POST", "/topics/pulse.events/configs:alter", {
            data: [{ name: "retention.ms", value: "1" }],
        });
        await manualSession.callCloudApi("DELETE", `/iam/v2/api-keys/${oldCredentials.key}`);

        const seen = await workspace.runAs("kafka", ["pulumi", "preview", "-C", "kafka", "--refresh"], log);
        for (const what of [
            /\+ .*KafkaAcl pulse-read-topic-pulse\.events create/,
            /~ .*KafkaTopic pulse\.events update \[diff: ~config/,
            /\+ .*ApiKey pulse-2 create/,
            /SecretVersion pulse replace/,
        ]) {
            assert.match(seen, what);
        }
        await workspace.runAs("kafka", ["pulumi", "up", "-C", "kafka", "--refresh", "--yes", "--skip-preview"], log);
        const found = await manualSession.callKafkaRest<{ data: object[] }>("GET", `/acls?${reading}`);
        assert.equal(found.data.length, 1);
        const { data } = await manualSession.callKafkaRest<TopicConfigList>("GET", "/topics/pulse.events/configs");
        assert.equal(data.find(({ name }) => name === "retention.ms")?.value, String(3_600_000));
        assert.ok(await canAuthenticate(await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"))));
        await manualSession.close();
        return "a deleted ACL, a revoked key, a changed retention: all in the preview, all repaired by one update";
    },
};
