import { arnIn, nameInCore, type Place } from "../lib/names";
import type { Conditions, Statement } from "../lib/policy";

/** What an AWS service does by itself, with no role of ours in between. */
export interface ServiceRow {
    Sid: string;
    /** The service's principal. */
    service: string;
    /** Whose policy says so; the bucket is the one with the trail's logs. */
    to: "key" | "topic" | "bucket";
    actions: string[];
    /** Which of a bucket's objects. @default the bucket itself */
    objects?: string;
    /** For what it does so: always something of this account. */
    condition: Conditions;
}

/**
 * Who comes without a role, in one table; the policies of the key, the topic and the bucket are made from it. Budgets needs
 * both its rows: without the key's an alarm for an encrypted topic is dropped, and nobody is told. CloudTrail says of no
 * account for which it comes, but of the trail, and an account is in its ARN.
 */
export function serviceRows(place: Place): ServiceRow[] {
    const { account } = place;
    const budgets = {
        service: "budgets.amazonaws.com",
        condition: ofTheAccount(place, `arn:aws:budgets::${account}:*`),
    };
    const cloudTrail = {
        service: "cloudtrail.amazonaws.com",
        condition: { StringEquals: { "aws:SourceArn": trailArnOf(place) } },
    };
    return [
        { Sid: "BudgetsSoundsTheAlarm", ...budgets, to: "topic", actions: ["sns:Publish"] },
        { Sid: "BudgetsEncryptsTheAlarm", ...budgets, to: "key", actions: ["kms:GenerateDataKey*", "kms:Decrypt"] },
        { Sid: "CloudTrailLooksAtItsBucket", ...cloudTrail, to: "bucket", actions: ["s3:GetBucketAcl"] },
        {
            Sid: "CloudTrailDeliversItsLogs",
            ...cloudTrail,
            to: "bucket",
            actions: ["s3:PutObject"],
            objects: `AWSLogs/${account}/*`,
            condition: {
                StringEquals: { ...cloudTrail.condition.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
            },
        },
        { Sid: "CloudTrailLooksAtTheKey", ...cloudTrail, to: "key", actions: ["kms:DescribeKey"] },
        {
            Sid: "CloudTrailEncryptsItsLogs",
            ...cloudTrail,
            to: "key",
            actions: ["kms:GenerateDataKey*"],
            condition: {
                ...cloudTrail.condition,
                // A trail of all regions has its logs encrypted from all of them.
                StringLike: {
                    "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${account}:trail/${nameInCore(place, "trail")}`,
                },
            },
        },
    ];
}

/** The rows of one policy, as statements of it. */
export function serviceStatements(place: Place, to: ServiceRow["to"], resource: string, rows = serviceRows(place)) {
    return rows
        .filter((row) => row.to === to)
        .map(({ Sid, service, actions, objects, condition }): Statement & { Principal: unknown } => ({
            Sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: actions,
            Resource: objects ? `${resource}/${objects}` : resource,
            Condition: condition,
        }));
}

/** For this account's own sake, and not because another account asked the service to. */
export const ofTheAccount = ({ account }: Pick<Place, "account">, source: string): Conditions => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": source },
});

/** Who may publish to a topic: the services, and roles whose own policy lets them. */
export const topicPolicy = (place: Place, topicArn: string) => ({
    Version: "2012-10-17",
    Statement: serviceStatements(place, "topic", topicArn),
});

/** The ARN of the topic that machines hear of spending by: made from names, so that rights can be given to it. */
export const spendingTopicArnOf = (place: Place) => arnIn(place, "sns", nameInCore(place, "spending"));

/** The ARN of the trail that core makes, where it makes one. */
export const trailArnOf = (place: Place) => arnIn(place, "cloudtrail", `trail/${nameInCore(place, "trail")}`);
