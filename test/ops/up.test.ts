import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../ops/environment";
import { deployLayers } from "../../ops/up";
import { InterruptedError } from "../../util/interrupted-error";
import { awsClients } from "../fake-aws";
import { startFakeBucket } from "../fake-aws/bucket";
import { createFakeEngine } from "./pulumi/fake-engine";

describe("up", () => {
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET } = process.env;
    let env: Environment;
    let confluent: Server;
    let bucket: ReturnType<typeof startFakeBucket>;
    let engine: ReturnType<typeof createFakeEngine>;
    let status: number;
    let asked: string[];
    let refusals: number;
    let administrators: object[];
    beforeEach(async () => {
        status = 200;
        asked = [];
        refusals = 0;
        administrators = [{}];
        confluent = createServer(({ url = "" }, response) => {
            asked.push(url);
            if (refusals > 0) {
                refusals -= 1;
                return response.writeHead(429, { "retry-after": "0" }).end();
            }
            const organizations = [{ metadata: { resource_name: "crn://confluent.cloud/organization=o" } }];
            const data = url.startsWith("/iam/v2/role-bindings") ? administrators : organizations;
            response.writeHead(status).end(JSON.stringify({ data, metadata: {} }));
        });
        await new Promise<void>((listening) => confluent.listen(0, "127.0.0.1", listening));
        bucket = startFakeBucket({});
        env = { ...bucket.env, root: mkdtempSync(join(tmpdir(), "devmin-up-")) };
        for (const folder of ["kafka", "policy-pack"]) mkdirSync(join(env.root, folder));
        writeFileSync(join(env.root, "policy-pack", "package.json"), '{ "version": "0.1.0" }');
        engine = createFakeEngine(env.root);
        const { port } = confluent.address() as AddressInfo;
        const config = `config:\n  confluentcloud:endpoint: http://127.0.0.1:${port}\n`;
        writeFileSync(join(env.root, "kafka", "Pulumi.dev.yaml"), config);
        Object.assign(process.env, { CONFLUENT_CLOUD_API_KEY: "KEY", CONFLUENT_CLOUD_API_SECRET: "secret" });
    });
    afterEach(async () => {
        for (const [name, value] of Object.entries({ CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET })) {
            if (value === undefined) delete process.env[name];
            else process.env[name] = value;
        }
        rmSync(env.root, { recursive: true });
        bucket.stop();
        await new Promise((closed) => confluent.close(closed));
    });
    const ran = () => engine.commands.map((command) => command.split(" ").slice(0, 2).join(" "));
    const kafkaUp = (agreed = true) =>
        deployLayers(env, awsClients, engine.pulumi, ["kafka"], { log: () => {}, confirm: async () => agreed });

    it("previews, asks, updates, and writes a deployment record", async () => {
        assert.equal(await kafkaUp(), true);
        assert.deepEqual(ran(), ["kafka preview", "kafka up"]);
        assert.deepEqual(
            bucket.written.map(({ body }) => JSON.parse(body)).map(({ kind, details }) => [kind, details.layer]),
            [["up", "kafka"]],
        );
    });

    it("tries to activate the cost allocation tag after an update of core, and of no other layer", async () => {
        const listAttempts = () => bucket.calls.filter(([operation]) => operation === "UpdateCostAllocationTagsStatus");
        await kafkaUp();
        assert.equal(listAttempts().length, 0);
        mkdirSync(join(env.root, "core"));
        await deployLayers(env, awsClients, engine.pulumi, ["core"], { log: () => {}, confirm: async () => true });
        assert.equal(listAttempts().length, 1);
    });

    it("changes nothing when the user declines", async () => {
        assert.equal(await kafkaUp(false), false);
        assert.deepEqual(ran(), ["kafka preview"]);
    });

    for (const [what, answered, message] of [
        ["rejects its key", 401, /^Confluent Cloud rejected the key KEY with status 401: it must be/],
        [
            "lets its key do too little",
            403,
            /^Confluent Cloud does not allow the key KEY GET \/org\/v2.* OrganizationAdmin/,
        ],
        ["is not well", 503, /with status 503, which is not about the key: see status\.confluent\.cloud/],
    ] as const) {
        it(`starts nothing of kafka while Confluent ${what}`, async () => {
            status = answered;
            await assert.rejects(kafkaUp(), { message });
            assert.deepEqual(ran(), []);
        });
    }

    it("starts nothing of kafka while its key does not see who administers the organization, and names a way out", async () => {
        administrators = [];
        await assert.rejects(kafkaUp(), {
            message:
                /key KEY does not see who has the role OrganizationAdmin, .* config set -C kafka environmentId env-…$/,
        });
        assert.deepEqual(ran(), []);
        const query =
            "crn_pattern=crn%3A%2F%2Fconfluent.cloud%2Forganization%3Do&role_name=OrganizationAdmin&page_size=99";
        assert.equal(asked.at(-1), `/iam/v2/role-bindings?${query}`);
    });

    it("needs no administrator for an environment that is there", async () => {
        administrators = [];
        appendFileSync(join(env.root, "kafka", "Pulumi.dev.yaml"), "  devmin-kafka:environmentId: env-1\n");
        assert.equal(await kafkaUp(), true);
    });

    it("starts nothing while another update holds the lock, and names who", async () => {
        bucket.objects[".pulumi/locks/organization/devmin-kafka/dev/1.json"] = JSON.stringify({
            pid: 4711,
            username: "eve",
            hostname: "elsewhere",
            timestamp: "2026-11-26T10:00:00Z",
        });
        await assert.rejects(kafkaUp(), {
            message: /^kafka is locked by eve@elsewhere \(process 4711, since .*another machine/,
        });
        assert.deepEqual(ran(), []);
    });

    it("starts no update when another one took the lock while the user read the preview", async () => {
        const confirm = async () => {
            bucket.objects[".pulumi/locks/organization/devmin-kafka/dev/1.json"] =
                '{ "pid": 1, "hostname": "elsewhere" }';
            return true;
        };
        const deployed = deployLayers(env, awsClients, engine.pulumi, ["kafka"], { log: () => {}, confirm });
        await assert.rejects(deployed, { message: /^kafka is locked by/ });
        assert.deepEqual(ran(), ["kafka preview"]);
    });

    it("says what an interrupt leaves of each layer", async () => {
        engine.failures.preview = new InterruptedError("pulumi preview in kafka was interrupted (SIGINT).");
        const options = { log: () => {}, confirm: async () => true };
        await assert.rejects(deployLayers(env, awsClients, engine.pulumi, ["kafka", "demo"], options), {
            name: "InterruptedError",
            message: "pulumi preview in kafka was interrupted (SIGINT). kafka: interrupted, demo: not begun.",
        });
    });

    it("asks Confluent again when it has had too many requests", async () => {
        refusals = 2;
        assert.equal(await kafkaUp(), true);
        assert.equal(refusals, 0);
    });

    it("starts nothing of kafka without a key", async () => {
        delete process.env.CONFLUENT_CLOUD_API_SECRET;
        await assert.rejects(kafkaUp(), { message: /are not both set: create a Cloud API key/ });
        assert.deepEqual(ran(), []);
    });
});
