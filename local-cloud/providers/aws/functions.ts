import { DescribeAvailabilityZonesCommand, EC2Client, type Filter } from "@aws-sdk/client-ec2";
import type { Props } from "../resource-type";
import type { AwsCloud } from "./cloud";

async function getCallerIdentity(cloud: AwsCloud): Promise<Props> {
    const { Account, Arn, UserId } = await cloud.getCallerIdentity();
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
}

async function getAvailabilityZones(cloud: AwsCloud, args: Props): Promise<Props> {
    const states = args.state ? [{ Name: "state", Values: [String(args.state)] }] : [];
    const wanted = ((args.filters ?? []) as { name: string; values: string[] }[]).map(
        ({ name, values }): Filter => ({ Name: name, Values: values }),
    );
    const { AvailabilityZones = [] } = await cloud.getClient(EC2Client).send(
        new DescribeAvailabilityZonesCommand({
            AllAvailabilityZones: args.allAvailabilityZones as boolean | undefined,
            Filters: [...states, ...wanted],
        }),
    );
    const { excludeNames = [], excludeZoneIds = [] } = args as { excludeNames?: string[]; excludeZoneIds?: string[] };
    const zones = AvailabilityZones.filter(
        ({ ZoneName = "", ZoneId = "" }) => !excludeNames.includes(ZoneName) && !excludeZoneIds.includes(ZoneId),
    ).sort((one, other) => (one.ZoneName ?? "").localeCompare(other.ZoneName ?? ""));
    return {
        ...args,
        id: cloud.region,
        region: cloud.region,
        names: zones.map(({ ZoneName }) => ZoneName),
        zoneIds: zones.map(({ ZoneId }) => ZoneId),
        groupNames: [...new Set(zones.map(({ GroupName }) => GroupName))],
    };
}

export const functions = {
    "index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
    "index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
};
