import type { Conditions, Statement } from "../../lib/iam-policy";
import { buildArn, buildCoreName, type NamingScope } from "../../lib/names";

/** A permission that an AWS service uses directly, without a role. */
export interface ServiceGrant {
    Sid: string;
    /** Service principal, for example `budgets.amazonaws.com`. */
    service: string;
    /** The resource whose policy grants it; the bucket is the one with the trail's logs. */
    grantedOn: "key" | "topic" | "bucket";
    actions: string[];
    /** Objects in the bucket. @default the bucket itself */
    objectPattern?: string;
    /** Limits the grant to calls on behalf of this account. */
    condition: Conditions;
}

/**
 * Grants to AWS services, from which the policies of the key, the topic and the trail bucket are built. Budgets needs both of
 * its grants: without the one on the key, notifications to the encrypted topic are silently dropped. CloudTrail sends no
 * `aws:SourceAccount`, but the trail's ARN, which contains the account.
 */
export function listServiceGrants(scope: NamingScope): ServiceGrant[] {
    const { account } = scope;
    const budgets = {
        service: "budgets.amazonaws.com",
        condition: buildSourceAccountCondition(scope, `arn:aws:budgets::${account}:*`),
    };
    const cloudTrail = {
        service: "cloudtrail.amazonaws.com",
        condition: { StringEquals: { "aws:SourceArn": getTrailArn(scope) } },
    };
    return [
        { Sid: "AllowBudgetsPublish", ...budgets, grantedOn: "topic", actions: ["sns:Publish"] },
        { Sid: "AllowBudgetsEncrypt", ...budgets, grantedOn: "key", actions: ["kms:GenerateDataKey*", "kms:Decrypt"] },
        { Sid: "AllowCloudTrailAclCheck", ...cloudTrail, grantedOn: "bucket", actions: ["s3:GetBucketAcl"] },
        {
            Sid: "AllowCloudTrailWrite",
            ...cloudTrail,
            grantedOn: "bucket",
            actions: ["s3:PutObject"],
            objectPattern: `AWSLogs/${account}/*`,
            condition: {
                StringEquals: { ...cloudTrail.condition.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
            },
        },
        { Sid: "AllowCloudTrailDescribeKey", ...cloudTrail, grantedOn: "key", actions: ["kms:DescribeKey"] },
        {
            Sid: "AllowCloudTrailEncrypt",
            ...cloudTrail,
            grantedOn: "key",
            actions: ["kms:GenerateDataKey*"],
            condition: {
                ...cloudTrail.condition,
                // A multi-region trail encrypts its logs from every region.
                StringLike: {
                    "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${account}:trail/${buildCoreName(scope, "trail")}`,
                },
            },
        },
    ];
}

/** Statements of one resource's policy. */
export function buildServiceStatements(
    scope: NamingScope,
    grantedOn: ServiceGrant["grantedOn"],
    resource: string,
    grants = listServiceGrants(scope),
) {
    return grants
        .filter((grant) => grant.grantedOn === grantedOn)
        .map(({ Sid, service, actions, objectPattern, condition }): Statement & { Principal: unknown } => ({
            Sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: actions,
            Resource: objectPattern ? `${resource}/${objectPattern}` : resource,
            Condition: condition,
        }));
}

/** Prevents the confused deputy problem: the service must act for this account, and for `source`, an ARN pattern. */
export const buildSourceAccountCondition = ({ account }: Pick<NamingScope, "account">, source: string): Conditions => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": source },
});

/** Policy of the spending topic: services publish by it, roles by their own policies. */
export const buildTopicPolicy = (scope: NamingScope, topicArn: string) => ({
    Version: "2012-10-17",
    Statement: buildServiceStatements(scope, "topic", topicArn),
});

/** ARN of the SNS topic for budget notifications; built from names, so that policies can refer to it before it exists. */
export const getSpendingTopicArn = (scope: NamingScope) => buildArn(scope, "sns", buildCoreName(scope, "spending"));

/** ARN of the trail, in case core creates it. */
export const getTrailArn = (scope: NamingScope) =>
    buildArn(scope, "cloudtrail", `trail/${buildCoreName(scope, "trail")}`);
