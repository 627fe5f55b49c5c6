import assert from "node:assert/strict";
import { buildBucketPolicy } from "../../core/bucket-policy";
import { buildArn, buildBackendNames, getRoleArn, type NamingScope } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const { stateBucket, keyAlias } = buildBackendNames(place);
const arn = buildArn(place, "s3", stateBucket);
const sse = "s3:x-amz-server-side-encryption";

/** Asked of a deployer whose own policy allows it, so that the bucket's policy decides. */
const put = (headers: Record<string, string>) =>
    evaluate(
        place,
        getRoleArn(place, "deploy-demo"),
        [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
        {
            action: "s3:PutObject",
            resource: `${arn}/.pulumi/stacks/devmin-demo/dev.json`,
            context: { "aws:SecureTransport": "true", ...headers },
        },
        { resourcePolicy: buildBucketPolicy(place, "state", arn) },
    );

const cases: { title: string; headers: Record<string, string>; answer: string }[] = [
    { title: "takes what says nothing of encryption, as Pulumi does", headers: {}, answer: "Allowed" },
    {
        title: "takes what asks for KMS and leaves the key to the default",
        headers: { [sse]: "aws:kms" },
        answer: "Allowed",
    },
    ...[keyAlias, buildArn(place, "kms", keyAlias)].map((key) => ({
        title: `takes what names the key as ${key.split("/")[0]}/…`,
        headers: { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: key },
        answer: "Allowed",
    })),
    { title: "refuses another encryption", headers: { [sse]: "AES256" }, answer: "ExplicitlyDenied" },
    {
        title: "refuses another key",
        headers: { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: buildArn(place, "kms", "key/another") },
        answer: "ExplicitlyDenied",
    },
    {
        title: "refuses a key the caller brings along",
        headers: { [`${sse}-customer-algorithm`]: "AES256" },
        answer: "ExplicitlyDenied",
    },
    { title: "refuses plain HTTP", headers: { "aws:SecureTransport": "false" }, answer: "ExplicitlyDenied" },
];

describe("a bucket of core's", () => {
    for (const { title, headers, answer } of cases) {
        it(title, async () => assert.equal(await put(headers), answer));
    }
});
