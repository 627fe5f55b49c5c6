import {
    CloudTrailClient,
    CloudTrailServiceException,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    type GetEventSelectorsCommandOutput,
    GetTrailStatusCommand,
    type GetTrailStatusCommandOutput,
} from "@aws-sdk/client-cloudtrail";
import { buildAwsClientConfig } from "../clients/aws";
import type { Environment } from "../environment";

/** A trail that sees a region, whoever made it and wherever. */
export interface TrailStatus {
    arn: string;
    /** Why it is no record of who changes what there; undefined when it is one. */
    fault?: string;
    /** Whether somebody else's, as an organization's may be, does not let itself be looked into: then nobody here can say. */
    isUnreadable?: true;
}

/** The trails of the account, and of its organization, that see the region. */
export async function listTrails(context: Pick<Environment, "region" | "credentials">): Promise<TrailStatus[]> {
    const client = new CloudTrailClient(buildAwsClientConfig(context));
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
        return { arn, fault: `it does not let itself be looked into (${error.name})`, isUnreadable: true };
    }
}

/** What keeps a trail from being a record of who changes what; undefined when nothing does. */
export function findTrailFault(
    { IsLogging, LatestDeliveryError }: Pick<GetTrailStatusCommandOutput, "IsLogging" | "LatestDeliveryError">,
    selectors: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">,
): string | undefined {
    if (!IsLogging) return "it is stopped";
    if (LatestDeliveryError) return `its logs do not arrive (${LatestDeliveryError})`;
    return hasManagementWriteEvents(selectors) ? undefined : "it leaves out management events that change something";
}

/** Whether a trail's selectors, of the older or the newer kind, let management events in that change something. */
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
