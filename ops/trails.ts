import {
    CloudTrailClient,
    CloudTrailServiceException,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    type GetEventSelectorsCommandOutput,
    GetTrailStatusCommand,
    type GetTrailStatusCommandOutput,
} from "@aws-sdk/client-cloudtrail";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";

/** A trail that sees a region, whoever made it and wherever. */
export interface SeenTrail {
    arn: string;
    /** Why it is no record of who changes what there; undefined when it is one. */
    fault?: string;
    /** Whether somebody else's, as an organization's may be, does not let itself be looked into: then nobody here can say. */
    closed?: true;
}

/** The trails of the account, and of its organization, that see the region. */
export async function trailsIn(where: Pick<Environment, "region" | "credentials">): Promise<SeenTrail[]> {
    const client = new CloudTrailClient(awsConfig(where));
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    return Promise.all(trailList.map(({ TrailARN = "" }) => look(client, TrailARN)));
}

async function look(client: CloudTrailClient, arn: string): Promise<SeenTrail> {
    try {
        const status = await client.send(new GetTrailStatusCommand({ Name: arn }));
        const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
        return { arn, fault: faultOf(status, selectors) };
    } catch (error) {
        if (!(error instanceof CloudTrailServiceException && error.$fault === "client")) throw error;
        return { arn, fault: `it does not let itself be looked into (${error.name})`, closed: true };
    }
}

/** What keeps a trail from being a record of who changes what; undefined when nothing does. */
export function faultOf(
    { IsLogging, LatestDeliveryError }: Pick<GetTrailStatusCommandOutput, "IsLogging" | "LatestDeliveryError">,
    selectors: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">,
): string | undefined {
    if (!IsLogging) return "it is stopped";
    if (LatestDeliveryError) return `its logs do not arrive (${LatestDeliveryError})`;
    return seesChanges(selectors) ? undefined : "it leaves out management events that change something";
}

/** Whether a trail's selectors, of the older or the newer kind, let management events in that change something. */
function seesChanges({ EventSelectors = [], AdvancedEventSelectors = [] }: Parameters<typeof faultOf>[1]): boolean {
    const fieldsOf = AdvancedEventSelectors.map(
        ({ FieldSelectors = [] }) => new Map(FieldSelectors.map(({ Field, Equals }) => [Field, Equals?.join()])),
    );
    return (
        EventSelectors.some((each) => each.IncludeManagementEvents && each.ReadWriteType !== "ReadOnly") ||
        fieldsOf.some((fields) => fields.get("eventCategory") === "Management" && fields.get("readOnly") !== "true")
    );
}
