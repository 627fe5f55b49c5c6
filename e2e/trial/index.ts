/** Never deployed: declares what TRIAL says, some of it in components, and is previewed with the policy pack alone. */
import * as aws from "@pulumi/aws";
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { allowedDeclarations } from "../../test/fixtures/declarations/allowed";
import type { Declaration } from "../../test/fixtures/declarations/declaration";
import { declarationsDeniedByProperty } from "../../test/fixtures/declarations/denied-by-property";
import { declarationsDeniedByType } from "../../test/fixtures/declarations/denied-by-type";
import { availabilityZones, buildDeclarationName } from "../../test/fixtures/declarations/names";
import { buildRequiredInputs } from "./required-inputs";

const providers = [
    new aws.Provider("aws", { region: "us-east-1" }),
    new confluent.Provider("confluent", { cloudApiKey: "none", cloudApiSecret: "none" }),
];

class Wrapper extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("trial:index:Packed", name, {}, opts);
    }
}

/** As awsx creates one by default: a NAT gateway with an address in each zone. */
class Vpc extends pulumi.ComponentResource {
    readonly id: pulumi.Output<string>;

    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("awsx:ec2:Vpc", name, {}, opts);
        const parent = { parent: this };
        const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, parent);
        this.id = vpc.id;
        for (const zone of availabilityZones) {
            const cidrBlock = `10.0.${availabilityZones.indexOf(zone)}.0/24`;
            const subnet = new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock, availabilityZone: zone }, parent);
            const address = new aws.ec2.Eip(zone, { domain: "vpc" }, { parent: subnet });
            new aws.ec2.NatGateway(zone, { subnetId: subnet.id, allocationId: address.id }, { parent: subnet });
        }
    }
}

/** Any type by its token. */
class AnyResource extends pulumi.CustomResource {}

/** Every other one is in a component, every fourth in one that is in another. */
function registerDeclaration(name: string, { type, props }: Declaration, index: number): void {
    const outer = index % 2 ? new Wrapper(name, { providers }) : undefined;
    const parent = index % 4 === 3 ? new Wrapper(`${name}-within`, { parent: outer }) : outer;
    const provider = type.startsWith("aws:") ? providers[0] : providers[1];
    const protect = type === "aws:kms/key:Key";
    new AnyResource(
        type,
        name,
        { ...buildRequiredInputs(type), ...props },
        { ...(parent ? { parent } : { provider }), protect },
    );
}

if (process.env.TRIAL === "cheap") {
    for (const [index, [name, declaration]] of Object.entries<Declaration>(allowedDeclarations).entries())
        registerDeclaration(name, declaration, index);
} else {
    const vpc = new Vpc("vpc", { providers });
    // The instance type is unknown in preview.
    new aws.ec2.Instance("of-some-type", { ami: "ami-0", instanceType: vpc.id }, { provider: providers[0] });
    for (const [index, declaration] of [...declarationsDeniedByProperty, ...declarationsDeniedByType].entries()) {
        registerDeclaration(buildDeclarationName(declaration, index), declaration, index);
    }
}
