import assert from "node:assert/strict";
import { noPublicPrincipals } from "../../../../policy-pack/rules/identity/no-public-principals";
import { evaluateResourcePolicy } from "../../evaluate-policy";

const account = { AWS: "arn:aws:iam::123456789012:root" };
const good = { Effect: "Allow", Principal: account, Action: "*", Resource: "*" };
const open = { ...good, Principal: "*" };
const documentOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** Written out once more, so that a door that is left out of the rule, or looked for elsewhere, is seen. */
const doors: { type: string; property?: string; optional?: true }[] = [
    { type: "aws:iam/role:Role", property: "assumeRolePolicy" },
    { type: "aws:s3/bucketPolicy:BucketPolicy" },
    { type: "aws:s3/accessPoint:AccessPoint", optional: true },
    { type: "aws:s3/bucket:Bucket", optional: true },
    { type: "aws:s3/bucketV2:BucketV2", optional: true },
    { type: "aws:sns/topicPolicy:TopicPolicy" },
    { type: "aws:sns/topic:Topic", optional: true },
    { type: "aws:sqs/queuePolicy:QueuePolicy" },
    { type: "aws:sqs/queue:Queue", optional: true },
    { type: "aws:kms/keyPolicy:KeyPolicy" },
    { type: "aws:kms/key:Key", optional: true },
    { type: "aws:secretsmanager/secretPolicy:SecretPolicy" },
    { type: "aws:secretsmanager/secret:Secret", optional: true },
    { type: "aws:ecr/repositoryPolicy:RepositoryPolicy" },
    { type: "aws:efs/fileSystemPolicy:FileSystemPolicy" },
    { type: "aws:dynamodb/resourcePolicy:ResourcePolicy" },
    { type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy" },
    { type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", property: "policyDocument" },
];

describe("policy no-public-principals", () => {
    const lets = (property: string) => [
        `${property} allows every principal (*); name the account, role or service that needs access.`,
    ];
    for (const { type, property = "policy", optional } of doors) {
        const evaluate = (document?: unknown) =>
            evaluateResourcePolicy(noPublicPrincipals, { type, props: { [property]: document } });
        it(`denies a ${type} with a public policy`, async () => {
            assert.deepEqual(await evaluate(documentOf(open)), lets(property));
        });
        it(`allows one for an account, and ${optional ? "one" : "none"} without a policy`, async () => {
            assert.deepEqual(await evaluate(documentOf(good)), []);
            const none = `${property} is not a policy document: write it as JSON with at least one statement.`;
            for (const missing of [undefined, null]) assert.deepEqual(await evaluate(missing), optional ? [] : [none]);
        });
    }
    const evaluate = (type: string, property: string, ...statements: object[]) =>
        evaluateResourcePolicy(noPublicPrincipals, { type, props: { [property]: documentOf(...statements) } });
    const ofQueue = (...statements: object[]) => evaluate("aws:sqs/queuePolicy:QueuePolicy", "policy", ...statements);
    const from = { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } };

    it("denies one public statement among others", async () => {
        assert.deepEqual(await ofQueue(good, open), lets("policy"));
    });
    it("denies NotPrincipal", async () => {
        const { Principal: _, ...rest } = good;
        assert.deepEqual(await ofQueue({ ...rest, NotPrincipal: account }), lets("policy"));
    });
    it("allows a statement that denies every principal", async () =>
        assert.deepEqual(await ofQueue({ ...open, Effect: "Deny" }), []));
    it("allows every principal of an account", async () => assert.deepEqual(await ofQueue({ ...open, ...from }), []));
    it("denies every principal under a condition that does not restrict the caller", async () => {
        const Condition = { Bool: { "aws:SecureTransport": "true" } };
        assert.deepEqual(await ofQueue({ ...open, Condition }), lets("policy"));
    });
    it("denies a role that every principal may assume, even with a condition", async () => {
        assert.deepEqual(
            await evaluate("aws:iam/role:Role", "assumeRolePolicy", { ...open, ...from }),
            lets("assumeRolePolicy"),
        );
    });
});
