import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentAt } from "../../ops/environment";
import { loginOf } from "../../ops/kafka-login";
import { leaksOf } from "../leaks";
import { named } from "../names";
import type { Step } from "../step";

export const noSecrets: Step = {
    title: "no Kafka secret lies about",
    async play(stage) {
        const env = environmentAt(stage.tree, "local");
        const { key, secret } = await loginOf(env, named("kafka", "pulse"));
        const showing = ["pulumi", "stack", "export", "--show-secrets", "-C", "kafka"];
        const state = JSON.parse(await stage.run(showing, () => {}, { logged: false }));
        const keys = state.deployment.resources
            .filter(({ type }: { type: string }) => type === "confluentcloud:index/apiKey:ApiKey")
            .map(({ id, outputs }: { id: string; outputs: { secret: { plaintext: string } } }) => ({
                key: id,
                secret: JSON.parse(outputs.secret.plaintext) as string,
            }));
        assert.equal(keys.length, 2, "the manager's key and pulse's");
        assert.ok(keys.some((each: { secret: string }) => each.secret === secret));
        const { leaks, searched } = await leaksOf(stage, keys);
        assert.deepEqual(leaks, []);

        // A search that cannot find would prove nothing.
        const planted = join(stage.home, "logs", "planted.log");
        writeFileSync(planted, `Authorization: Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}\n`);
        const found = await leaksOf(stage, keys);
        assert.deepEqual(found.leaks, [`${planted}: base64 of key:secret of ${key}`]);
        writeFileSync(planted, "");
        return `${searched} states, histories and logs searched for ${keys.length} secrets in 5 writings; a planted one is found`;
    },
};
