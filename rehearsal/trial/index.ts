/** The trial is never made: it declares what TRIAL says, some of it within components, and is previewed with the policy pack alone. */
import * as aws from "@pulumi/aws";
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { byBeingThere } from "../declarations/by-being-there";
import { cheap } from "../declarations/cheap";
import type { Declaration } from "../declarations/declaration";
import { expensive } from "../declarations/expensive";
import { nameOf, zones } from "../declarations/names";
import { neededBy } from "./needed";

const providers = [
    new aws.Provider("aws", { region: "us-east-1" }),
    new confluent.Provider("confluent", { cloudApiKey: "none", cloudApiSecret: "none" }),
];

/** Whatever somebody packs together. */
class Packed extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("trial:index:Packed", name, {}, opts);
    }
}

/** As awsx makes one by default: a NAT gateway with an address in each zone. */
class Vpc extends pulumi.ComponentResource {
    readonly id: pulumi.Output<string>;

    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("awsx:ec2:Vpc", name, {}, opts);
        const parent = { parent: this };
        const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, parent);
        this.id = vpc.id;
        for (const zone of zones) {
            const cidrBlock = `10.0.${zones.indexOf(zone)}.0/24`;
            const subnet = new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock, availabilityZone: zone }, parent);
            const address = new aws.ec2.Eip(zone, { domain: "vpc" }, { parent: subnet });
            new aws.ec2.NatGateway(zone, { subnetId: subnet.id, allocationId: address.id }, { parent: subnet });
        }
    }
}

/** Any type by its token. */
class Declared extends pulumi.CustomResource {}

/** Every other one is in a component, every fourth in one that is in another. */
function declare(name: string, { type, props }: Declaration, index: number): void {
    const outer = index % 2 ? new Packed(name, { providers }) : undefined;
    const parent = index % 4 === 3 ? new Packed(`${name}-within`, { parent: outer }) : outer;
    const provider = type.startsWith("aws:") ? providers[0] : providers[1];
    const protect = type === "aws:kms/key:Key";
    new Declared(type, name, { ...neededBy(type), ...props }, { ...(parent ? { parent } : { provider }), protect });
}

if (process.env.TRIAL === "cheap") {
    for (const [index, [name, declaration]] of Object.entries<Declaration>(cheap).entries())
        declare(name, declaration, index);
} else {
    const vpc = new Vpc("vpc", { providers });
    // Whatever it will be, nobody knows it yet.
    new aws.ec2.Instance("of-some-type", { ami: "ami-0", instanceType: vpc.id }, { provider: providers[0] });
    for (const [index, declaration] of [...expensive, ...byBeingThere].entries()) {
        declare(nameOf(declaration, index), declaration, index);
    }
}
