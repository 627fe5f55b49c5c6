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
        { title: "lets a network be made", layer: "demo", declared: plain, says: undefined },
        {
            title: "refuses a NAT gateway, with its price",
            layer: "demo",
            declared: { ...plain, type: "aws:ec2/natGateway:NatGateway", name: "nat" },
            says: /^aws:ec2\/natGateway:NatGateway nat: a NAT gateway is not allowed: it costs 32\.85 USD a month .*\. Use public subnets .* instead\. To allow it for some days, add a waiver to policy-pack\/waivers\.json\.$/,
        },
        {
            title: "refuses a stack of CloudFormation",
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
            title: "refuses a user",
            layer: "core",
            declared: { ...plain, type: "aws:iam/user:User" },
            says: /a credential that never expires/,
        },
        {
            title: "leaves to the pack what properties decide",
            layer: "demo",
            declared: { ...plain, type: "aws:rds/instance:Instance" },
            says: undefined,
        },
        {
            title: "refuses to leave something of demo behind",
            layer: "demo",
            declared: { ...plain, opts: { retainOnDelete: true } },
            says: /^aws:ec2\/vpc:Vpc network has retainOnDelete: in demo nothing may stay behind; leave it out\.$/,
        },
        {
            title: "lets core leave something behind",
            layer: "core",
            declared: { ...plain, opts: { retainOnDelete: true } },
            says: undefined,
        },
        {
            title: "lets demo read core",
            layer: "demo",
            declared: reference("organization/devmin-core/dev"),
            says: undefined,
        },
        {
            title: "lets kafka read itself",
            layer: "kafka",
            declared: reference("organization/devmin-kafka/dev"),
            says: undefined,
        },
        {
            title: "refuses kafka to read demo",
            layer: "kafka",
            declared: reference("organization/devmin-demo/dev"),
            says: /^kafka reads devmin-demo, which is above it and may not be there: have devmin-demo read kafka\.$/,
        },
        {
            title: "refuses core to read kafka",
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
    it("lets pass what costs money and is waived", () => {
        assert.equal(findViolation(nat, "demo", { list: [waiver], now }), undefined);
    });
    it("refuses it the day after, and in another layer", () => {
        assert.match(
            findViolation(nat, "demo", { list: [{ ...waiver, until: "2026-11-23" }], now }) ?? "",
            /a NAT gateway is not allowed: it costs/,
        );
        assert.match(
            findViolation(nat, "core", { list: [waiver], now }) ?? "",
            /a NAT gateway is not allowed: it costs/,
        );
    });
    it("refuses a user whatever is waived", () => {
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
    it("ends a program at the first resource that it refuses, within a component as well", async () => {
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
    it("ends a program on another backend before its first resource", async () => {
        await assert.rejects(
            programOf("demo", "file:///tmp", () => assert.fail("it went on")),
            /^Refusal: the state of demo is in file:\/\/\/tmp/,
        );
    });

    const backends: { title: string; layer: string; backend: Backend; says: RegExp | undefined }[] = [
        {
            title: "lets core start on a state of its own",
            layer: "core",
            backend: { url: "file:///tmp", secretsProvider: "a passphrase" },
            says: undefined,
        },
        {
            title: "lets core go on in its bucket",
            layer: "core",
            backend: { url: bucket, secretsProvider: key },
            says: undefined,
        },
        {
            title: "refuses core, once bootstrapped, another backend",
            layer: "core",
            backend: { url: "file:///tmp", secretsProvider: key },
            says: /^the state of core is in file:\/\/\/tmp: it must be in s3:\/\/devmin-core-dev-state-/,
        },
        {
            title: "refuses core, in its bucket, a passphrase",
            layer: "core",
            backend: { url: bucket, secretsProvider: "a passphrase" },
            says: /^the secrets of core are encrypted with a passphrase: it must be awskms:\/\/alias\/devmin-core-dev-key-.*change-secrets-provider -C core "awskms:.*&context_layer=core"$/,
        },
        {
            title: "lets kafka live in core's bucket, by whatever way there",
            layer: "kafka",
            backend: { url: `${bucket}?endpoint=https://127.0.0.1:1`, secretsProvider: key },
            says: undefined,
        },
        {
            title: "refuses kafka a backend of its own",
            layer: "kafka",
            backend: { url: "file:///tmp", secretsProvider: key },
            says: /^the state of kafka is in file/,
        },
        {
            title: "refuses kafka the bucket of another stack",
            layer: "kafka",
            backend: { url: bucket.replace("-dev-", "-prod-") },
            says: /^the state of kafka is in s3:\/\/devmin-core-prod/,
        },
        {
            title: "refuses demo a backend nobody named",
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

describe("what Pulumi goes by", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-guard-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    const of = (env: NodeJS.ProcessEnv = {}) => readBackend("dev", folder, { PULUMI_HOME: folder, ...env });

    it("is nothing where nothing says", () => assert.deepEqual(of(), { url: undefined, secretsProvider: undefined }));
    it("is the last login, before it the project, before it the shell", () => {
        write("credentials.json", '{ "current": "https://api.pulumi.com" }');
        assert.equal(of().url, "https://api.pulumi.com");
        write("Pulumi.yaml", "name: it\nbackend:\n  url: s3://project\n");
        assert.equal(of().url, "s3://project");
        assert.equal(of({ PULUMI_BACKEND_URL: "s3://shell" }).url, "s3://shell");
    });
    it("is the stack's own key", () => {
        write("Pulumi.dev.yaml", `secretsprovider: ${key}?region=eu-central-1\nencryptedkey: AQ==\n`);
        assert.equal(of().secretsProvider, `${key}?region=eu-central-1`);
    });
    it("is a passphrase where there is but a salt", () => {
        write("Pulumi.dev.yaml", "encryptionsalt: v1:abc\n");
        assert.equal(of().secretsProvider, "a passphrase");
    });
});
