import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { destroy } from "../../../ops/destroy";
import type { Environment } from "../../../ops/environment";
import { deployLayer } from "../../../ops/pulumi/deploy-layer";
import { recover } from "../../../ops/recover";
import { assertStateVisible } from "../../../ops/recovery/visible-state";
import { awsClients } from "../../fake-aws";
import { formatState, startFakeBucket } from "../../fake-aws/bucket";

const made = (type: string, name: string, id: string) => ({
    urn: `urn:pulumi:dev::devmin-kafka::${type}::${name}`,
    type,
    id,
    custom: true,
});
const resources = [
    made("confluentcloud:index/environment:Environment", "cluster", "env-1"),
    made("confluentcloud:index/kafkaCluster:KafkaCluster", "cluster", "lkc-1"),
    made("confluentcloud:index/serviceAccount:ServiceAccount", "manager", "sa-1"),
    made("confluentcloud:index/apiKey:ApiKey", "manager-1", "KEY1"),
];

describe("a Confluent Cloud key and kafka's state", () => {
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET } = process.env;
    const shell = { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET };
    /** Other paths are a 200. */
    let answers: Record<string, number>;
    let asked: string[];
    let confluent: Server;
    let env: Environment;
    let bucket: ReturnType<typeof startFakeBucket>;
    beforeEach(async () => {
        answers = {};
        asked = [];
        confluent = createServer(({ url = "" }, response) => {
            asked.push(url);
            response.writeHead(answers[url] ?? 200).end("{}");
        });
        await new Promise<void>((listening) => confluent.listen(0, "127.0.0.1", listening));
        bucket = startFakeBucket({
            ".pulumi/stacks/devmin-kafka/dev.json": formatState(resources),
            ".pulumi/stacks/devmin-demo/dev.json": formatState([]),
        });
        env = { ...bucket.env, root: mkdtempSync(join(tmpdir(), "devmin-visible-")) };
        mkdirSync(join(env.root, "kafka"));
        const { port } = confluent.address() as AddressInfo;
        const config = `config:\n  confluentcloud:endpoint: http://127.0.0.1:${port}\n`;
        writeFileSync(join(env.root, "kafka", "Pulumi.dev.yaml"), config);
        Object.assign(process.env, { CONFLUENT_CLOUD_API_KEY: "KEY", CONFLUENT_CLOUD_API_SECRET: "secret" });
    });
    afterEach(async () => {
        for (const [name, value] of Object.entries(shell)) {
            if (value === undefined) delete process.env[name];
            else process.env[name] = value;
        }
        rmSync(env.root, { recursive: true });
        bucket.stop();
        await new Promise((closed) => confluent.close(closed));
    });

    it("match while the key may read its environments and service accounts; nothing else is asked", async () => {
        await assertStateVisible(env, resources);
        assert.deepEqual(asked, ["/org/v2/environments/env-1", "/iam/v2/service-accounts/sa-1"]);
    });

    it("match when what was deleted by hand is a 404", async () => {
        answers = { "/org/v2/environments/env-1": 404, "/iam/v2/service-accounts/sa-1": 404 };
        await assertStateVisible(env, resources);
    });

    it("do not match when one of them is a 403: the error names it, the key, and the role", async () => {
        answers = { "/iam/v2/service-accounts/sa-1": 403 };
        await assert.rejects(assertStateVisible(env, resources), {
            message:
                "the Confluent Cloud API key KEY may not read what is in kafka's state (status 403): service account sa-1 (manager). " +
                "Pulumi would take that for deleted and forget it. Nothing was changed. The key's owner needs the role " +
                "OrganizationAdmin: export the key of someone who has it, and run the command again.",
        });
    });

    for (const [command, run] of Object.entries<(pulumi: () => Promise<string>) => Promise<unknown>>({
        up: (pulumi) => deployLayer(env, awsClients, pulumi, "kafka", { log: () => {} }),
        destroy: (pulumi) =>
            destroy(env, awsClients, pulumi, "kafka", { log: () => {}, confirm: () => assert.fail("asked") }),
        recover: (pulumi) =>
            recover(env, awsClients, pulumi, "kafka", { log: () => {}, confirmDeletion: () => assert.fail("asked") }),
    })) {
        it(`stop ${command} before Pulumi runs when they do not match`, async () => {
            answers = { "/org/v2/environments/env-1": 403 };
            const pulumi = () => assert.fail("Pulumi ran");
            await assert.rejects(run(pulumi), { message: /key KEY may not read .* environment env-1 \(cluster\)/ });
        });
    }
});
