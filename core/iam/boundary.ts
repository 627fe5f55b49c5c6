import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildBoundaryStatements, buildDenies } from "../../lib/denies";
import { formatPolicyDocument } from "../../lib/iam-policy";
import { buildName, getBoundaryArn, type NamingScope } from "../../lib/names";

export interface BoundaryArgs {
    scope: NamingScope;
}

/** Permissions boundary of every role in this environment. The roles cannot create a role without it. */
export class Boundary extends pulumi.ComponentResource {
    /** Built from names, but resolves only once the policy exists, so that no role is created before it. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, { scope }: BoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Boundary", name, {}, opts);
        const policy = new aws.iam.Policy(
            name,
            {
                name: buildName(scope, "boundary"),
                // A changed description would replace the policy, whose name is fixed and which every role refers to.
                description: `devmin ${scope.stack}: how far any of its roles can go`,
                policy: formatPolicyDocument(buildBoundaryStatements(buildDenies(scope))),
            },
            { parent: this },
        );
        this.arn = pulumi.output(policy.id).apply(() => getBoundaryArn(scope));
        this.registerOutputs({ arn: this.arn });
    }
}
