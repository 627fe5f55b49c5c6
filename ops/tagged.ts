import { DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
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
    const ec2 = new EC2Client(awsConfig(env));
    const wearing = async (key: string, ...values: string[]) => {
        const value = values.length ? [{ Name: "value", Values: values }] : [];
        const Filters = [{ Name: "key", Values: [key] }, ...value];
        const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters, MaxResults: 1_000 }));
        return new Map(Tags.map((tag) => [tag.ResourceId ?? "", tag]));
    };
    const [ofLayer, ofStack, named] = await Promise.all([
        wearing("devmin:layer", layer),
        wearing("devmin:stack", env.stack),
        wearing("Name"),
    ]);
    return [...ofLayer].flatMap(([id, { ResourceType = "" }]) => {
        const type = types[ResourceType];
        return type && ofStack.has(id) ? [{ id, type, name: named.get(id)?.Value }] : [];
    });
}
