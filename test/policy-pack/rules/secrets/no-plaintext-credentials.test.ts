import assert from "node:assert/strict";
import { noPlaintextCredentials } from "../../../../policy-pack/rules/secrets/no-plaintext-credentials";
import { allowedDeclarations } from "../../../fixtures/declarations/allowed";
import type { Declaration } from "../../../fixtures/declarations/declaration";
import { evaluateStackPolicy, previewUnknown } from "../../evaluate-policy";

const key = "AKIAIOSFODNN7EXAMPLE";
const expected = (at: string) => [
    `${at} contains a plaintext credential; store it in Secrets Manager and pass its ARN.`,
];
const dependsOn = {};

describe("policy no-plaintext-credentials", () => {
    for (const [what, type, props, at] of [
        ["an input", "aws:ec2/instance:Instance", { userData: `export AWS=${key}` }, "userData"],
        ["a nested value", "aws:s3/bucketObjectv2:BucketObjectv2", { tags: { a: ["x", key] } }, "tags.a.1"],
        [
            "a private key",
            "aws:iam/serverCertificate:ServerCertificate",
            { privateKey: "-----BEGIN RSA PRIVATE KEY" },
            "privateKey",
        ],
        [
            "an address with a password",
            "aws:sns/topicSubscription:TopicSubscription",
            { endpoint: "https://me:it@x.org" },
            "endpoint",
        ],
        ["a stack output", "pulumi:pulumi:Stack", { token: `ghp_${"a".repeat(36)}` }, "token"],
    ] as const) {
        it(`denies ${what}`, async () => {
            assert.deepEqual(
                await evaluateStackPolicy(noPlaintextCredentials, [{ type, name: "it", props, dependsOn }]),
                {
                    it: expected(at),
                },
            );
        });
    }
    for (const [what, type, props] of [
        ["a credential in a secret version", "aws:secretsmanager/secretVersion:SecretVersion", { secretString: key }],
        [
            "an address without a password",
            "aws:sns/topicSubscription:TopicSubscription",
            { endpoint: "https://x.org:443/a@b" },
        ],
        ["another resource's output", "aws:ec2/instance:Instance", { userData: previewUnknown }],
        [
            "numbers, switches and what is missing",
            "aws:ec2/instance:Instance",
            { a: 1, b: true, c: null, d: undefined },
        ],
    ] as const) {
        it(`allows ${what}`, async () => {
            assert.deepEqual(
                await evaluateStackPolicy(noPlaintextCredentials, [{ type, name: "it", props, dependsOn }]),
                {},
            );
        });
    }
    it("allows every allowed declaration", async () => {
        const declared = Object.entries<Declaration>(allowedDeclarations).map(([name, { type, props }]) => ({
            type,
            name,
            props,
        }));
        assert.deepEqual(await evaluateStackPolicy(noPlaintextCredentials, declared), {});
    });
    it("finds a credential next to another resource's output", async () => {
        const props = { userData: { unknown: previewUnknown, own: key } };
        const found = await evaluateStackPolicy(noPlaintextCredentials, [
            { type: "aws:ec2/instance:Instance", name: "it", props, dependsOn },
        ]);
        assert.deepEqual(found, { it: expected("userData.own") });
    });
});
