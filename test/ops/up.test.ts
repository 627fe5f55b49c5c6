import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../ops/environment";
import { up } from "../../ops/up";

describe("up", () => {
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET } = process.env;
    let env: Environment;
    let confluent: Server;
    let status: number;
    let ran: string[];
    const pulumi = async (project: string, [command]: string[]) => {
        ran.push(`${command} of ${project}`);
        return "";
    };
    beforeEach(async () => {
        status = 200;
        ran = [];
        confluent = createServer((_request, response) => response.writeHead(status).end("{}"));
        await new Promise<void>((listening) => confluent.listen(0, "127.0.0.1", listening));
        env = { root: mkdtempSync(join(tmpdir(), "devmin-up-")), stack: "dev" } as Environment;
        mkdirSync(join(env.root, "kafka"));
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
        await new Promise((closed) => confluent.close(closed));
    });
    const kafkaUp = (agreed = true) => up(env, pulumi, ["kafka"], { say: () => {}, agrees: async () => agreed });

    it("previews, asks, updates", async () => {
        assert.equal(await kafkaUp(), true);
        assert.deepEqual(ran, ["preview of kafka", "up of kafka"]);
    });

    it("changes nothing once somebody says no", async () => {
        assert.equal(await kafkaUp(false), false);
        assert.deepEqual(ran, ["preview of kafka"]);
    });

    it("begins nothing of kafka with a key that Confluent does not know", async () => {
        status = 401;
        await assert.rejects(kafkaUp(), { message: /^Confluent Cloud answers the key KEY with 401: it must be/ });
        assert.deepEqual(ran, []);
    });

    it("begins nothing of kafka without a key", async () => {
        delete process.env.CONFLUENT_CLOUD_API_SECRET;
        await assert.rejects(kafkaUp(), { message: /are not both set: make a Cloud API key/ });
        assert.deepEqual(ran, []);
    });
});
