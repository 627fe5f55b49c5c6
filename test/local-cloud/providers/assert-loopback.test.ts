import assert from "node:assert/strict";
import { STSClient } from "@aws-sdk/client-sts";
import { assertLoopback } from "../../../local-cloud/providers/assert-loopback";
import { AwsCloud } from "../../../local-cloud/providers/aws/cloud";
import { ConfluentCloud } from "../../../local-cloud/providers/confluentcloud/cloud";

const context = { log: () => {}, signal: new AbortController().signal };

describe("the offline providers' endpoints", () => {
    for (const url of ["https://127.0.0.1:4566", "http://localhost:1", "http://[::1]:9000/path"]) {
        it(`may be ${url}`, () => assertLoopback(url, "do this"));
    }
    for (const url of [
        "https://api.confluent.cloud",
        "http://127.0.0.1.example.org",
        "http://user:127.0.0.1@example.org",
        "0.0.0.0",
        "",
    ]) {
        it(`may not be "${url}"`, () => {
            assert.throws(() => assertLoopback(url, "do this"), {
                message: `this offline provider only talks to the local cloud on loopback, not to ${url}: do this.`,
            });
        });
    }

    describe("of AWS", () => {
        const names = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] as const;
        const before = names.map((name) => [name, process.env[name]] as const);
        const cloud = new AwsCloud({ accessKey: "key", secretKey: "secret" }, "us-east-1", context);

        beforeEach(() => {
            for (const name of names) delete process.env[name];
        });
        after(() => {
            for (const [name, value] of before) {
                if (value === undefined) delete process.env[name];
                else process.env[name] = value;
            }
        });

        it("are refused if AWS_ENDPOINT_URL is not set", () => {
            assert.throws(
                () => cloud.getClient(STSClient),
                /not to https:\/\/us-east-1\.amazonaws\.com: source \.sandbox\/env/,
            );
        });

        it("are refused if they are not on loopback", () => {
            process.env.AWS_ENDPOINT_URL = "https://sts.eu-central-1.amazonaws.com";
            assert.throws(() => cloud.getClient(STSClient), /not to https:\/\/sts\.eu-central-1\.amazonaws\.com: /);
        });

        it("are AWS_ENDPOINT_URL, whatever else the SDK reads", async () => {
            process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
            process.env.AWS_ENDPOINT_URL_STS = "https://sts.us-east-1.amazonaws.com";
            process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "true";
            const { endpoint } = cloud.getClient(STSClient).config;
            const { hostname, port } = (await endpoint?.()) ?? assert.fail("the client has an endpoint");
            assert.deepEqual([hostname, port], ["127.0.0.1", 1]);
        });
    });

    describe("of Confluent Cloud", () => {
        it("do not include the Cloud API of a real account", async () => {
            const cloud = new ConfluentCloud({ cloudApiKey: "key", cloudApiSecret: "secret" }, context);
            await assert.rejects(
                cloud.callCloudApi("GET", "/org/v2/environments"),
                /not to https:\/\/api\.confluent\.cloud\/org\/v2\/environments: set confluentcloud:endpoint/,
            );
        });

        it("do not include a real cluster's Kafka REST API", async () => {
            const cloud = new ConfluentCloud({ endpoint: "http://127.0.0.1:1" }, context, {
                restEndpoint: "https://pkc-1.us-east-1.aws.confluent.cloud:443",
                credentials: { key: "key", secret: "secret" },
            });
            const refusal = /not to https:\/\/pkc-1\.us-east-1\.aws\.confluent\.cloud/;
            await assert.rejects(cloud.callKafkaRest("GET", "lkc-1", "/topics"), refusal);
            await assert.rejects(cloud.getStatus("https://pkc-1.us-east-1.aws.confluent.cloud/", {}), refusal);
        });
    });
});
