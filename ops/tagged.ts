import { EC2Client, paginateDescribeTags } from "@aws-sdk/client-ec2";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";
import type { Project } from "./pulumi";

/** Something in the cloud that says whose it is. */
export interface Tagged {
    id: string;
    /** Its Pulumi type. */
    type: string;
    /** Its tag `Name`, where it has one. */
    name?: string;
}

const types: Record<string, string> = {
    vpc: "aws:ec2/vpc:Vpc",
    subnet: "aws:ec2/subnet:Subnet",
    "internet-gateway": "aws:ec2/internetGateway:InternetGateway",
    "route-table": "aws:ec2/routeTable:RouteTable",
    "security-group": "aws:ec2/securityGroup:SecurityGroup",
    "vpc-endpoint": "aws:ec2/vpcEndpoint:VpcEndpoint",
};

/** What no tag tells of has not been made: EC2 makes and tags in one. */
export const toldByTags: readonly string[] = Object.values(types);

/** What EC2 made for a layer: it gives ids of its own, and the tags that every resource of a layer has tell them. */
export async function taggedFor(env: Environment, layer: Project): Promise<Tagged[]> {
    const Filters = [{ Name: "key", Values: ["devmin:layer", "devmin:stack", "Name"] }];
    const found = new Map<string, { type?: string; tags: Record<string, string | undefined> }>();
    for await (const { Tags = [] } of paginateDescribeTags({ client: new EC2Client(awsConfig(env)) }, { Filters })) {
        for (const { ResourceId = "", ResourceType = "", Key = "", Value } of Tags) {
            const { tags } = found.get(ResourceId) ?? { tags: {} };
            found.set(ResourceId, { type: types[ResourceType], tags: { ...tags, [Key]: Value } });
        }
    }
    return [...found].flatMap(([id, { type, tags }]) =>
        type && tags["devmin:layer"] === layer && tags["devmin:stack"] === env.stack
            ? [{ id, type, name: tags.Name }]
            : [],
    );
}
