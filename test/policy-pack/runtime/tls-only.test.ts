import assert from "node:assert/strict";
import { isTlsOnly } from "../../../policy-pack/runtime/tls-only";

describe("a bucket policy denies plain HTTP", () => {
    const refusal = {
        Effect: "Deny",
        Principal: "*" as unknown,
        Action: "s3:*" as unknown,
        Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] as unknown,
        Condition: { Bool: { "aws:SecureTransport": "false" } } as unknown,
    };
    const yes = {
        "as devmin writes it": {},
        "with the principal as AWS *": { Principal: { AWS: "*" } },
        "with a list of principals": { Principal: { AWS: ["*"] } },
        "for every action": { Action: ["*"] },
        "for an action that is in another": { Action: ["s3:*", "s3:GetObject"] },
        "for every resource": { Resource: "*" },
        "in another partition": { Resource: ["arn:aws-cn:s3:::b", "arn:aws-cn:s3:::b/*"] },
        "with a boolean": { Condition: { Bool: { "aws:SecureTransport": false } } },
        "with a list of one": { Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
        "in another case": { Condition: { bool: { "aws:securetransport": "False" } } },
        "with the stricter operator": { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } },
    };
    for (const [title, change] of Object.entries(yes)) {
        it(title, () => assert.equal(isTlsOnly({ Statement: { ...refusal, ...change } }, "b"), true));
    }

    const no = {
        "when it allows": { Effect: "Allow" },
        "when it refuses one account only": { Principal: { AWS: "123456789012" } },
        "when it names no principal": { Principal: undefined },
        "when it spares reading": { Action: ["s3:PutObject"] },
        "when it spares the objects": { Resource: ["arn:aws:s3:::b"] },
        "when it spares the bucket": { Resource: ["arn:aws:s3:::b/*"] },
        "when it is about a longer name": { Resource: ["arn:aws:s3:::bb", "arn:aws:s3:::bb/*"] },
        "when it has no condition": { Condition: undefined },
        "when it refuses TLS instead": { Condition: { Bool: { "aws:SecureTransport": "true" } } },
        "when a second condition lets some through": {
            Condition: { Bool: { "aws:SecureTransport": "false" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
        },
        "when a second key lets some through": {
            Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } },
        },
    };
    for (const [title, change] of Object.entries(no)) {
        it(`not ${title}`, () => assert.equal(isTlsOnly({ Statement: [{ ...refusal, ...change }] }, "b"), false));
    }
    for (const policy of [undefined, null, 5, "", "no JSON", "null", "[]", { Statement: [null] }]) {
        it(`not when it is ${JSON.stringify(policy)}`, () => assert.equal(isTlsOnly(policy, "b"), false));
    }
    it("with a deny statement among others, in JSON", () => {
        const policy = JSON.stringify({ Statement: [{ ...refusal, Effect: "Allow" }, refusal] });
        assert.equal(isTlsOnly(policy, "b"), true);
    });
});
