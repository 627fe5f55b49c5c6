import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildBoundaryStatements, buildDenies } from "../../lib/denies";
import { formatPolicyDocument } from "../../lib/iam-policy";
import { buildName, getBoundaryArn, type NamingScope } from "../../lib/names";

export interface BoundaryArgs {
    scope: NamingScope;
}

/** How far any role of this environment can go. Every role devmin makes carries it, and none can be made without it. */
export class Boundary extends pulumi.ComponentResource {
    /** Made from names; known only once the policy is there, so nothing carries it before. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, { scope }: BoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Boundary", name, {}, opts);
        const policy = new aws.iam.Policy(
            name,
            {
                name: buildName(scope, "boundary"),
                description: `devmin ${scope.stack}: how far any of its roles can go`,
                policy: formatPolicyDocument(buildBoundaryStatements(buildDenies(scope))),
            },
            { parent: this },
        );
        this.arn = pulumi.output(policy.id).apply(() => getBoundaryArn(scope));
        this.registerOutputs({ arn: this.arn });
    }
}
