import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { boundaryOf, denies } from "../lib/denies";
import { boundaryArnOf, nameIn, type Place } from "../lib/names";
import { policyOf } from "../lib/policy";

export interface BoundaryArgs {
    place: Place;
}

/** How far any role of this environment can go. Every role devmin makes carries it, and none can be made without it. */
export class Boundary extends pulumi.ComponentResource {
    /** Made from names; known only once the policy is there, so nothing carries it before. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, { place }: BoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Boundary", name, {}, opts);
        const policy = new aws.iam.Policy(
            name,
            {
                name: nameIn(place, "boundary"),
                description: `devmin ${place.stack}: how far any of its roles can go`,
                policy: policyOf(boundaryOf(denies(place))),
            },
            { parent: this },
        );
        this.arn = pulumi.output(policy.id).apply(() => boundaryArnOf(place));
        this.registerOutputs({ arn: this.arn });
    }
}
