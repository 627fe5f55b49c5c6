import assert from "node:assert/strict";
import { buildBucketPolicy } from "../../core/bucket-policy";
import {
    buildArn,
    buildBackendNames,
    buildCoreName,
    getRoleArn,
    type NamingScope,
    type RoleName,
} from "../../lib/names";
import { evaluate } from "./iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const { stateBucket, keyAlias } = buildBackendNames(scope);
const arns = {
    state: buildArn(scope, "s3", stateBucket),
    evidence: buildArn(scope, "s3", buildCoreName(scope, "evidence")),
};
const sse = "s3:x-amz-server-side-encryption";

interface Put {
    bucket?: keyof typeof arns;
    role?: RoleName;
    key?: string;
    headers?: Record<string, string>;
}

/** Evaluates PutObject for a role whose own policy allows everything, so that the bucket policy decides. */
const put = ({
    bucket = "state",
    role = "deploy-demo",
    key = ".pulumi/stacks/devmin-demo/dev.json",
    headers = {},
}: Put) =>
    evaluate(
        scope,
        getRoleArn(scope, role),
        [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
        {
            action: "s3:PutObject",
            resource: `${arns[bucket]}/${key}`,
            context: { "aws:SecureTransport": "true", ...headers },
        },
        { resourcePolicy: buildBucketPolicy(scope, bucket, arns[bucket]) },
    );

const cases: (Put & { title: string; answer: string })[] = [
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

const once = { "s3:if-none-match": "*" };
const entry = { bucket: "evidence", key: "chain/000001.json" } as const;
const result = { bucket: "evidence", key: "runs/pulse/1.json" } as const;
const evidenceCases: typeof cases = [
    { title: "lets the auditor append to the audit log", ...entry, role: "auditor", headers: once, answer: "Allowed" },
    {
        title: "denies the auditor to overwrite an entry",
        ...entry,
        role: "auditor",
        headers: { "s3:if-match": "*" },
        answer: "ExplicitlyDenied",
    },
    { title: "denies a deployer to append to the audit log", ...entry, headers: once, answer: "ExplicitlyDenied" },
    { title: "allows a new result", ...result, headers: once, answer: "Allowed" },
    { title: "denies to overwrite a result", ...result, answer: "ExplicitlyDenied" },
];

describe("the bucket policy", () => {
    for (const { title, answer, ...each } of [...cases, ...evidenceCases]) {
        it(title, async () => assert.equal(await put(each), answer));
    }
});
