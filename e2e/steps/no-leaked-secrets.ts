import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readKafkaCredentials } from "../../ops/clients/kafka";
import { buildExpectedName } from "../expected-name";
import { findSecretLeaks } from "../secret-leaks";
import type { Step } from "../step";

export const noLeakedSecrets: Step = {
    title: "no state, history or log contains a Kafka secret",
    async run(workspace) {
        const { aws } = workspace.connect();
        const { key, secret } = await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"));
        const showing = ["pulumi", "stack", "export", "--show-secrets", "-C", "kafka"];
        const state = JSON.parse(await workspace.run(showing, () => {}, { logOutput: false }));
        const keys = state.deployment.resources
            .filter(({ type }: { type: string }) => type === "confluentcloud:index/apiKey:ApiKey")
            .map(({ id, outputs }: { id: string; outputs: { secret: { plaintext: string } } }) => ({
                key: id,
                secret: JSON.parse(outputs.secret.plaintext) as string,
            }));
        assert.equal(keys.length, 2, "the manager's key and pulse's");
        assert.ok(keys.some((each: { secret: string }) => each.secret === secret));
        const { leaks, searched } = await findSecretLeaks(workspace, keys);
        assert.deepEqual(leaks, []);

        // A search that finds nothing at all would prove nothing.
        const planted = join(workspace.home, "logs", "planted.log");
        writeFileSync(planted, `Authorization: Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}\n`);
        const found = await findSecretLeaks(workspace, keys);
        assert.deepEqual(found.leaks, [`${planted}: base64 of key:secret of ${key}`]);
        writeFileSync(planted, "");
        return `${searched} states, histories and logs searched for ${keys.length} secrets in 5 encodings; a planted one is found`;
    },
};
