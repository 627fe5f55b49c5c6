import type { Conditions, Statement } from "../../lib/iam-policy";
import { buildArn, buildCoreName, type NamingScope } from "../../lib/names";

/** What an AWS service does by itself, with no role of ours in between. */
export interface ServiceGrant {
    Sid: string;
    /** The service's principal. */
    service: string;
    /** Whose policy says so; the bucket is the one with the trail's logs. */
    grantedOn: "key" | "topic" | "bucket";
    actions: string[];
    /** Which of a bucket's objects. @default the bucket itself */
    objectPattern?: string;
    /** For what it does so: always something of this account. */
    condition: Conditions;
}

/**
 * Who comes without a role, in one table; the policies of the key, the topic and the bucket are made from it. Budgets needs
 * both its rows: without the key's an alarm for an encrypted topic is dropped, and nobody is told. CloudTrail says of no
 * account for which it comes, but of the trail, and an account is in its ARN.
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
                // A trail of all regions has its logs encrypted from all of them.
                StringLike: {
                    "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${account}:trail/${buildCoreName(scope, "trail")}`,
                },
            },
        },
    ];
}

/** The rows of one policy, as statements of it. */
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

/** For this account's own sake, and not because another account asked the service to. */
export const buildSourceAccountCondition = ({ account }: Pick<NamingScope, "account">, source: string): Conditions => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": source },
});

/** Who may publish to a topic: the services, and roles whose own policy lets them. */
export const buildTopicPolicy = (scope: NamingScope, topicArn: string) => ({
    Version: "2012-10-17",
    Statement: buildServiceStatements(scope, "topic", topicArn),
});

/** The ARN of the topic that machines hear of spending by: made from names, so that rights can be given to it. */
export const getSpendingTopicArn = (scope: NamingScope) => buildArn(scope, "sns", buildCoreName(scope, "spending"));

/** The ARN of the trail that core makes, where it makes one. */
export const getTrailArn = (scope: NamingScope) =>
    buildArn(scope, "cloudtrail", `trail/${buildCoreName(scope, "trail")}`);
