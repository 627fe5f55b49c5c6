import assert from "node:assert/strict";
import { buildBucketPolicy } from "../../core/bucket-policy";
import { buildArn, buildBackendNames, getRoleArn, type NamingScope } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const { stateBucket, keyAlias } = buildBackendNames(scope);
const arn = buildArn(scope, "s3", stateBucket);
const sse = "s3:x-amz-server-side-encryption";

/** Evaluates PutObject for a role whose own policy allows everything, so that the bucket policy decides. */
const put = (headers: Record<string, string>) =>
    evaluate(
        scope,
        getRoleArn(scope, "deploy-demo"),
        [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
        {
            action: "s3:PutObject",
            resource: `${arn}/.pulumi/stacks/devmin-demo/dev.json`,
            context: { "aws:SecureTransport": "true", ...headers },
        },
        { resourcePolicy: buildBucketPolicy(scope, "state", arn) },
    );

const cases: { title: string; headers: Record<string, string>; answer: string }[] = [
    { title: "allows requests without encryption headers, which Pulumi sends", headers: {}, answer: "Allowed" },
    {
        title: "allows KMS with the default key",
        headers: { [sse]: "aws:kms" },
        answer: "Allowed",
    },
    ...[keyAlias, buildArn(scope, "kms", keyAlias)].map((key) => ({
        title: `allows the key named as ${key.split("/")[0]}/…`,
        headers: { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: key },
        answer: "Allowed",
    })),
    { title: "denies another encryption", headers: { [sse]: "AES256" }, answer: "ExplicitlyDenied" },
    {
        title: "denies another key",
        headers: { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: buildArn(scope, "kms", "key/another") },
        answer: "ExplicitlyDenied",
    },
    {
        title: "denies a customer-provided key",
        headers: { [`${sse}-customer-algorithm`]: "AES256" },
        answer: "ExplicitlyDenied",
    },
    { title: "denies plain HTTP", headers: { "aws:SecureTransport": "false" }, answer: "ExplicitlyDenied" },
];

describe("the bucket policy", () => {
    for (const { title, headers, answer } of cases) {
        it(title, async () => assert.equal(await put(headers), answer));
    }
});
