import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const folder = join(__dirname, "../../../local-cloud/pulumi-cli");
const { findRefusal } = require(`${folder}/require-loopback.js`) as {
    findRefusal(program: string, env: Record<string, string>): string | undefined;
};

describe("what is built for the local cloud", () => {
    const localBucket = "s3://state?region=us-east-1&endpoint=https%3A%2F%2F127.0.0.1%3A4566";
    const allowed: [string, Record<string, string>][] = [
        ["a folder", { PULUMI_BACKEND_URL: "file:///home/somebody/.sandbox/state" }],
        ["a bucket on loopback", { PULUMI_BACKEND_URL: localBucket, AWS_ENDPOINT_URL: "https://127.0.0.1:4566" }],
        ["a service on loopback", { PULUMI_BACKEND_URL: "http://localhost:8080" }],
        [
            "the endpoint of one service on loopback",
            { PULUMI_BACKEND_URL: localBucket, AWS_ENDPOINT_URL_S3: "http://[::1]:9000" },
        ],
        [
            "a name below localhost",
            { PULUMI_BACKEND_URL: localBucket, AWS_ENDPOINT_URL_S3_CONTROL: "https://s3-control.localhost:4566" },
        ],
        ["a backend of whoever allows it", { PULUMI_BACKEND_URL: "s3://state", DEVMIN_ALLOW_BUILT_CLI: "1" }],
    ];
    for (const [what, env] of allowed) {
        it(`works with ${what}`, () => {
            assert.equal(findRefusal("pulumi", env), undefined);
        });
    }

    const refused: [string, Record<string, string>, string][] = [
        ["no backend", {}, "PULUMI_BACKEND_URL is not set"],
        [
            "a bucket of AWS",
            { PULUMI_BACKEND_URL: "s3://state?region=us-east-1" },
            "PULUMI_BACKEND_URL is s3://state?region=us-east-1",
        ],
        [
            "a bucket elsewhere",
            { PULUMI_BACKEND_URL: "s3://state?endpoint=https://minio.example.org" },
            "PULUMI_BACKEND_URL is s3://",
        ],
        [
            "a host that only begins like loopback",
            { PULUMI_BACKEND_URL: "http://127.0.0.1.example.org" },
            "PULUMI_BACKEND_URL is http://127",
        ],
        [
            "a host that only ends like loopback",
            { PULUMI_BACKEND_URL: "http://nolocalhost:8080" },
            "PULUMI_BACKEND_URL is http://nolocalhost",
        ],
        [
            "Pulumi Cloud",
            { PULUMI_BACKEND_URL: "https://api.pulumi.com" },
            "PULUMI_BACKEND_URL is https://api.pulumi.com",
        ],
        ["another cloud's bucket", { PULUMI_BACKEND_URL: "gs://state" }, "PULUMI_BACKEND_URL is gs://state"],
        [
            "an endpoint of AWS",
            { PULUMI_BACKEND_URL: "file:///state", AWS_ENDPOINT_URL: "https://sts.eu-central-1.amazonaws.com" },
            "AWS_ENDPOINT_URL is https://sts.eu-central-1.amazonaws.com",
        ],
        [
            "one service's endpoint elsewhere",
            { PULUMI_BACKEND_URL: "file:///state", AWS_ENDPOINT_URL_S3: "https://s3.example.org" },
            "AWS_ENDPOINT_URL_S3 is https://s3.example.org",
        ],
    ];
    for (const [what, env, reason] of refused) {
        it(`refuses ${what}`, () => {
            const refusal = findRefusal("pulumi", env) ?? assert.fail("it is refused");
            assert.ok(refusal.includes(`but ${reason}`), refusal);
        });
    }

    it("refuses as the language host, too, with a message and exit code 1", () => {
        const host = join(folder, "language-host", "pulumi-language-nodejs");
        const env = { PATH: process.env.PATH, PULUMI_BACKEND_URL: "s3://state" };
        const { status, stdout, stderr } = spawnSync(host, [], { env, encoding: "utf8", input: "" });
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(
            stderr,
            /^pulumi-language-nodejs: this program was built for devmin's local cloud .* but PULUMI_BACKEND_URL is s3:\/\/state\./,
        );
    });
});
