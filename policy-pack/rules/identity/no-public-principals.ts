import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { listPrincipals, parseStatements, type UncheckedStatement } from "../../runtime/iam-document";

/** Resources with a policy that names principals: its property, and whether it can be left out. */
const resourcePolicies: Record<string, { property: string; optional?: true }> = {
    "aws:iam/role:Role": { property: "assumeRolePolicy" },
    "aws:s3/bucketPolicy:BucketPolicy": { property: "policy" },
    "aws:s3/accessPoint:AccessPoint": { property: "policy", optional: true },
    "aws:s3/bucket:Bucket": { property: "policy", optional: true },
    "aws:s3/bucketV2:BucketV2": { property: "policy", optional: true },
    "aws:sns/topicPolicy:TopicPolicy": { property: "policy" },
    "aws:sns/topic:Topic": { property: "policy", optional: true },
    "aws:sqs/queuePolicy:QueuePolicy": { property: "policy" },
    "aws:sqs/queue:Queue": { property: "policy", optional: true },
    "aws:kms/keyPolicy:KeyPolicy": { property: "policy" },
    "aws:kms/key:Key": { property: "policy", optional: true },
    "aws:secretsmanager/secretPolicy:SecretPolicy": { property: "policy" },
    "aws:secretsmanager/secret:Secret": { property: "policy", optional: true },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": { property: "policy" },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { property: "policy" },
    "aws:dynamodb/resourcePolicy:ResourcePolicy": { property: "policy" },
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": { property: "policy" },
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { property: "policyDocument" },
};

/** A condition on one of these keys restricts the caller, whatever the principal is. */
const callerConditionPattern =
    /"(aws:(source(account|arn|owner|orgid)|principal(arn|account|orgid|orgpaths|tag\/.*))|kms:calleraccount)":/i;

/** A principal of `*` is the whole world, and AWS accounts are free. */
export const noPublicPrincipals: ResourceValidationPolicy = {
    name: "no-public-principals",
    description: "Resource policies and trust policies must not allow every principal.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    validateResource: forTypeDeferred<Record<string, unknown>>(
        Object.keys(resourcePolicies),
        (props, { type }, report) => {
            const { property, optional } = resourcePolicies[type] as (typeof resourcePolicies)[string];
            const document = props[property];
            if (optional && (document === undefined || document === null)) return;
            const statements = parseStatements(document);
            if (!statements)
                report(`${property} is not a policy document: write it as JSON with at least one statement.`);
            else if (statements.some((statement) => isPublicStatement(statement, type === "aws:iam/role:Role"))) {
                report(`${property} allows every principal (*); name the account, role or service that needs access.`);
            }
        },
    ),
};

/** A role that every principal may assume counts as public even with a condition, because nothing else protects it. */
const isPublicStatement = (statement: UncheckedStatement, ignoreConditions: boolean) =>
    statement.Effect !== "Deny" &&
    (listPrincipals(statement).includes("*") || "NotPrincipal" in statement) &&
    (ignoreConditions || !callerConditionPattern.test(JSON.stringify(statement.Condition) ?? ""));
