import {
    CloudTrailClient,
    CloudTrailServiceException,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    type GetEventSelectorsCommandOutput,
    GetTrailStatusCommand,
    type GetTrailStatusCommandOutput,
} from "@aws-sdk/client-cloudtrail";
import type { AwsClients } from "../clients/aws";

/** A trail that covers a region, whoever created it and wherever. */
export interface TrailStatus {
    arn: string;
    /** Why it does not record management events there; undefined when it does. */
    fault?: string;
    /** Whether the caller may not read it, as for an organization's trail: then nobody here knows what it records. */
    isUnreadable?: true;
}

/** The trails of the account and of its organization that cover the region. */
export async function listTrails(aws: AwsClients): Promise<TrailStatus[]> {
    const client = aws.create(CloudTrailClient);
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    return Promise.all(trailList.map(({ TrailARN = "" }) => readTrailStatus(client, TrailARN)));
}

async function readTrailStatus(client: CloudTrailClient, arn: string): Promise<TrailStatus> {
    try {
        const status = await client.send(new GetTrailStatusCommand({ Name: arn }));
        const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
        return { arn, fault: findTrailFault(status, selectors) };
    } catch (error) {
        if (!(error instanceof CloudTrailServiceException && error.$fault === "client")) throw error;
        return { arn, fault: `it cannot be read (${error.name})`, isUnreadable: true };
    }
}

/** Why a trail does not record who changes what; undefined when it does. */
export function findTrailFault(
    { IsLogging, LatestDeliveryError }: Pick<GetTrailStatusCommandOutput, "IsLogging" | "LatestDeliveryError">,
    selectors: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">,
): string | undefined {
    if (!IsLogging) return "it is stopped";
    if (LatestDeliveryError) return `its logs are not delivered (${LatestDeliveryError})`;
    return hasManagementWriteEvents(selectors) ? undefined : "it does not record write management events";
}

/** Whether a trail's basic or advanced event selectors include write management events. */
function hasManagementWriteEvents({
    EventSelectors = [],
    AdvancedEventSelectors = [],
}: Parameters<typeof findTrailFault>[1]): boolean {
    const fieldSelectors = AdvancedEventSelectors.map(
        ({ FieldSelectors = [] }) => new Map(FieldSelectors.map(({ Field, Equals }) => [Field, Equals?.join()])),
    );
    return (
        EventSelectors.some((each) => each.IncludeManagementEvents && each.ReadWriteType !== "ReadOnly") ||
        fieldSelectors.some(
            (fields) => fields.get("eventCategory") === "Management" && fields.get("readOnly") !== "true",
        )
    );
}
