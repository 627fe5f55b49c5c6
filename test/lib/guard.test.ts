import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
    type Backend,
    findBackendFault,
    findViolation,
    guard,
    type ResourceDeclaration,
    readBackend,
} from "../../lib/guard";

const place = { stack: "dev", account: "123456789012", region: "eu-central-1" };
const bucket = "s3://devmin-core-dev-state-123456789012-eu-central-1";
const key = "awskms://alias/devmin-core-dev-key-123456789012-eu-central-1";
const plain: ResourceDeclaration = { type: "aws:ec2/vpc:Vpc", name: "network", props: {}, opts: {} };
const reference = (stack: string): ResourceDeclaration => ({
    ...plain,
    type: "pulumi:pulumi:StackReference",
    name: "it",
    props: { name: stack },
});

describe("the guard in the program", () => {
    const cases: { title: string; layer: string; declared: ResourceDeclaration; says: RegExp | undefined }[] = [
        { title: "allows a network", layer: "demo", declared: plain, says: undefined },
        {
            title: "refuses a NAT gateway, with its price",
            layer: "demo",
            declared: { ...plain, type: "aws:ec2/natGateway:NatGateway", name: "nat" },
            says: /^aws:ec2\/natGateway:NatGateway nat: a NAT gateway is not allowed: it costs 32\.85 USD a month .*\. Use public subnets .* instead\. To allow it for some days, add a waiver to policy-pack\/waivers\.json\.$/,
        },
        {
            title: "refuses a CloudFormation stack",
            layer: "demo",
            declared: { ...plain, type: "aws:cloudformation/stack:Stack" },
            says: /creates resources that no policy can check/,
        },
        {
            title: "refuses a dynamic resource",
            layer: "core",
            declared: { ...plain, type: "pulumi-nodejs:dynamic:Resource" },
            says: /a dynamic resource is not allowed: it creates resources that no policy can check\. Use a provider's resource instead\.$/,
        },
        {
            title: "refuses an IAM user",
            layer: "core",
            declared: { ...plain, type: "aws:iam/user:User" },
            says: /a credential that never expires/,
        },
        {
            title: "leaves a resource that only its properties can make expensive to the policy pack",
            layer: "demo",
            declared: { ...plain, type: "aws:rds/instance:Instance" },
            says: undefined,
        },
        {
            title: "refuses retainOnDelete in demo",
            layer: "demo",
            declared: { ...plain, opts: { retainOnDelete: true } },
            says: /^aws:ec2\/vpc:Vpc network has retainOnDelete: in demo nothing may stay behind; leave it out\.$/,
        },
        {
            title: "allows retainOnDelete in core",
            layer: "core",
            declared: { ...plain, opts: { retainOnDelete: true } },
            says: undefined,
        },
        {
            title: "allows demo to read the stack outputs of core",
            layer: "demo",
            declared: reference("organization/devmin-core/dev"),
            says: undefined,
        },
        {
            title: "allows kafka to read its own stack outputs",
            layer: "kafka",
            declared: reference("organization/devmin-kafka/dev"),
            says: undefined,
        },
        {
            title: "refuses kafka the stack outputs of demo",
            layer: "kafka",
            declared: reference("organization/devmin-demo/dev"),
            says: /^kafka reads devmin-demo, which is above it and may not be there: have devmin-demo read kafka\.$/,
        },
        {
            title: "refuses core the stack outputs of kafka",
            layer: "core",
            declared: reference("organization/devmin-kafka/dev"),
            says: /^core reads/,
        },
    ];
    for (const { title, layer, declared, says } of cases) {
        it(title, () => {
            const fault = findViolation(declared, layer);
            if (says) assert.match(fault ?? "nothing", says);
            else assert.equal(fault, undefined);
        });
    }

    const waiver = {
        policy: "no-nat-gateways",
        project: "devmin-demo",
        resource: "aws:*",
        reason: "a trial",
        owner: "ada@example.org",
        until: "2026-12-01",
    };
    const now = Date.parse("2026-11-24T12:00:00Z");
    const nat = { ...plain, type: "aws:ec2/natGateway:NatGateway", name: "nat" };
    it("allows a NAT gateway with a waiver", () => {
        assert.equal(findViolation(nat, "demo", { list: [waiver], now }), undefined);
    });
    it("refuses a NAT gateway the day after its waiver ends, and in another layer", () => {
        assert.match(
            findViolation(nat, "demo", { list: [{ ...waiver, until: "2026-11-23" }], now }) ?? "",
            /a NAT gateway is not allowed: it costs/,
        );
        assert.match(
            findViolation(nat, "core", { list: [waiver], now }) ?? "",
            /a NAT gateway is not allowed: it costs/,
        );
    });
    it("refuses an IAM user whatever the waiver", () => {
        const user = { ...plain, type: "aws:iam/user:User" };
        assert.match(findViolation(user, "demo", { list: [waiver], now }) ?? "", /a credential that never expires/);
    });

    /** A layer's program that makes one thing, under mocks. */
    const programOf = async (layer: string, url: string, make: () => unknown) => {
        await pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) });
        Object.assign(pulumi.runtime.getCallbacks() as object, { registerStackTransform() {} });
        const before = process.env.PULUMI_BACKEND_URL;
        process.env.PULUMI_BACKEND_URL = url;
        try {
            await pulumi.runtime.runInPulumiStack(async () => {
                guard({ ...place, layer });
                make();
            });
        } finally {
            if (before === undefined) delete process.env.PULUMI_BACKEND_URL;
            else process.env.PULUMI_BACKEND_URL = before;
            await pulumi.runtime.disconnect();
        }
    };
    it("stops a program at the first resource that it refuses, also inside a component", async () => {
        class Packed extends pulumi.ComponentResource {
            constructor() {
                super("trial:index:Packed", "packed");
                new aws.ec2.NatGateway("nat", { subnetId: "subnet-0" }, { parent: this });
            }
        }
        await assert.rejects(
            programOf("demo", bucket, () => new Packed()),
            /^Refusal: aws:ec2\/natGateway:NatGateway nat: a NAT gateway is not allowed: it costs/,
        );
        await programOf("demo", bucket, () => new aws.ec2.Vpc("network"));
    });
    it("stops a program on another backend before its first resource", async () => {
        await assert.rejects(
            programOf("demo", "file:///tmp", () => assert.fail("it went on")),
            /^Refusal: the state of demo is in file:\/\/\/tmp/,
        );
    });

    const backends: { title: string; layer: string; backend: Backend; says: RegExp | undefined }[] = [
        {
            title: "allows core a local state with a passphrase before it is bootstrapped",
            layer: "core",
            backend: { url: "file:///tmp", secretsProvider: "a passphrase" },
            says: undefined,
        },
        {
            title: "allows core its own bucket and key",
            layer: "core",
            backend: { url: bucket, secretsProvider: key },
            says: undefined,
        },
        {
            title: "refuses core another backend once its secrets are encrypted with its key",
            layer: "core",
            backend: { url: "file:///tmp", secretsProvider: key },
            says: /^the state of core is in file:\/\/\/tmp: it must be in s3:\/\/devmin-core-dev-state-/,
        },
        {
            title: "refuses core a passphrase once its state is in its bucket",
            layer: "core",
            backend: { url: bucket, secretsProvider: "a passphrase" },
            says: /^the secrets of core are encrypted with a passphrase: it must be awskms:\/\/alias\/devmin-core-dev-key-.*change-secrets-provider -C core "awskms:.*&context_layer=core"$/,
        },
        {
            title: "allows kafka core's bucket, through any endpoint",
            layer: "kafka",
            backend: { url: `${bucket}?endpoint=https://127.0.0.1:1`, secretsProvider: key },
            says: undefined,
        },
        {
            title: "refuses kafka a local state",
            layer: "kafka",
            backend: { url: "file:///tmp", secretsProvider: key },
            says: /^the state of kafka is in file/,
        },
        {
            title: "refuses kafka the state bucket of another stack",
            layer: "kafka",
            backend: { url: bucket.replace("-dev-", "-prod-") },
            says: /^the state of kafka is in s3:\/\/devmin-core-prod/,
        },
        {
            title: "refuses demo a backend that nothing names",
            layer: "demo",
            backend: {},
            says: /^the state of demo is in no backend that is named.*devmin env/,
        },
        {
            title: "refuses demo a passphrase",
            layer: "demo",
            backend: { url: bucket, secretsProvider: "a passphrase" },
            says: /^the secrets of demo/,
        },
    ];
    for (const { title, layer, backend, says } of backends) {
        it(title, () => {
            const fault = findBackendFault({ ...place, layer }, backend);
            if (says) assert.match(fault ?? "nothing", says);
            else assert.equal(fault, undefined);
        });
    }
});

describe("the guard reads", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-guard-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    const of = (env: NodeJS.ProcessEnv = {}) => readBackend("dev", folder, { PULUMI_HOME: folder, ...env });

    it("no backend and no secrets provider when nothing names them", () =>
        assert.deepEqual(of(), { url: undefined, secretsProvider: undefined }));
    it("the backend of the shell before the project's, and the project's before the last login's", () => {
        write("credentials.json", '{ "current": "https://api.pulumi.com" }');
        assert.equal(of().url, "https://api.pulumi.com");
        write("Pulumi.yaml", "name: it\nbackend:\n  url: s3://project\n");
        assert.equal(of().url, "s3://project");
        assert.equal(of({ PULUMI_BACKEND_URL: "s3://shell" }).url, "s3://shell");
    });
    it("the key in the stack configuration", () => {
        write("Pulumi.dev.yaml", `secretsprovider: ${key}?region=eu-central-1\nencryptedkey: AQ==\n`);
        assert.equal(of().secretsProvider, `${key}?region=eu-central-1`);
    });
    it("a passphrase when the stack configuration has a salt but no key", () => {
        write("Pulumi.dev.yaml", "encryptionsalt: v1:abc\n");
        assert.equal(of().secretsProvider, "a passphrase");
    });
});
