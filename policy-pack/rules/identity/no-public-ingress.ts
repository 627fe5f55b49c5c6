import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../../runtime/catch-unknown";
import { findValues } from "../../runtime/value-at";

/** The properties with the address ranges that may connect. */
const sourceProperties: Record<string, readonly string[]> = {
    "aws:ec2/securityGroup:SecurityGroup": ["ingress?.cidrBlocks", "ingress?.ipv6CidrBlocks"],
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ingress?.cidrBlocks", "ingress?.ipv6CidrBlocks"],
    "aws:ec2/securityGroupRule:SecurityGroupRule": ["cidrBlocks", "ipv6CidrBlocks"],
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["cidrIpv4", "cidrIpv6"],
};

/** An open port on the internet is probed within the hour. */
export const noPublicIngress: ResourceValidationPolicy = {
    name: "no-public-ingress",
    description: "Security groups must not allow ingress from wide address ranges.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    validateResource: forType<{ type?: unknown }>(Object.keys(sourceProperties), (props, { type }, report) => {
        if (type === "aws:ec2/securityGroupRule:SecurityGroupRule" && props.type === "egress") return;
        for (const { path, value } of (sourceProperties[type] ?? []).flatMap((path) => findValues(props, path))) {
            if (value === undefined || (typeof value === "string" && !isPublicRange(value))) continue;
            report(`${path} is ${String(value)}; name the addresses that may connect, or another security group.`);
        }
    }),
};

/** Wider than /8 (IPv4) or /32 (IPv6), or not a valid range. */
function isPublicRange(cidr: string): boolean {
    const [, family, bits] = /^([\d.]+|[\da-fA-F:]+)\/(\d+)$/.exec(cidr) ?? [];
    if (family === undefined) return true;
    return Number(bits) < (family.includes(":") ? 32 : 8);
}
