import { arnIn, nameInCore, type Place } from "../lib/names";
import type { Conditions, Statement } from "../lib/policy";

/** What an AWS service does by itself, with no role of ours in between. */
export interface ServiceRow {
    Sid: string;
    /** The service's principal. */
    service: string;
    /** Whose policy says so. */
    to: "key" | "topic";
    actions: string[];
    /** For what it does so; always something of this account. */
    source: string;
}

/**
 * Who comes without a role, in one table; the key's policy and the topic's are made from it. Budgets needs both rows: without
 * the key's an alarm for an encrypted topic is dropped, and nobody is told.
 */
export const serviceRows = ({ account }: Pick<Place, "account">): ServiceRow[] => [
    {
        Sid: "BudgetsSoundsTheAlarm",
        service: "budgets.amazonaws.com",
        to: "topic",
        actions: ["sns:Publish"],
        source: `arn:aws:budgets::${account}:*`,
    },
    {
        Sid: "BudgetsEncryptsTheAlarm",
        service: "budgets.amazonaws.com",
        to: "key",
        actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
        source: `arn:aws:budgets::${account}:*`,
    },
];

/** The rows of one policy, as statements of it. */
export function serviceStatements(place: Place, to: ServiceRow["to"], Resource: string, rows = serviceRows(place)) {
    return rows
        .filter((row) => row.to === to)
        .map(({ Sid, service, actions, source }): Statement & { Principal: unknown } => ({
            Sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: actions,
            Resource,
            Condition: ofTheAccount(place, source),
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
