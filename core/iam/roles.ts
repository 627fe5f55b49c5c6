import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { formatPolicyDocument, type Statement } from "../../lib/iam-policy";
import { buildName, type NamingScope, type RoleName, roles } from "../../lib/names";
import type { EncryptionKey } from "../encryption-key";
import { buildAuditorPermissions, buildPreviewPermissions } from "./auditor";
import type { Boundary } from "./boundary";
import { buildDeployDemoPermissions } from "./deploy-demo";
import { buildDeployKafkaPermissions } from "./deploy-kafka";
import { buildTrustPolicy, type GitHubRepository, type WorkflowTrigger } from "./trust-policy";

export interface RolesArgs {
    scope: NamingScope;
    key: EncryptionKey;
    boundary: Boundary;
    /** ARNs of the principals that can assume every role, where their own policies allow it. */
    principals: readonly string[];
    /** Its workflows can assume roles: on the branch the deployers and the auditor, for a pull request the preview. */
    repository?: pulumi.Input<GitHubRepository | undefined>;
    /** Maximum hours of a session. AWS limits role chaining to one hour. */
    sessionHours: number;
}

interface RoleDefinition {
    description: string;
    workflowTrigger: WorkflowTrigger;
    buildPermissions: (scope: NamingScope, keyArn: string) => Statement[];
}

/** The roles of people and pipelines, with their permissions. */
export const roleDefinitions: Record<RoleName, RoleDefinition> = {
    "deploy-kafka": {
        description: "deploys and destroys kafka",
        workflowTrigger: "branch",
        buildPermissions: buildDeployKafkaPermissions,
    },
    "deploy-demo": {
        description: "deploys and destroys demo, and runs its tasks",
        workflowTrigger: "branch",
        buildPermissions: buildDeployDemoPermissions,
    },
    auditor: {
        description: "reads everything and records the result",
        workflowTrigger: "branch",
        buildPermissions: buildAuditorPermissions,
    },
    preview: {
        description: "previews core and demo, read-only",
        workflowTrigger: "pull request",
        buildPermissions: buildPreviewPermissions,
    },
};

/** The roles that people and pipelines assume: short sessions, limited by the boundary, no IAM users or access keys. */
export class Roles extends pulumi.ComponentResource {
    readonly arns: Record<RoleName, pulumi.Output<string>>;

    constructor(name: string, args: RolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Roles", name, {}, opts);
        const { scope, key, boundary, principals, repository, sessionHours } = args;
        const arnsByRole = roles.map((roleName) => {
            const { description, workflowTrigger, buildPermissions } = roleDefinitions[roleName];
            const role = new aws.iam.Role(
                roleName,
                {
                    name: buildName(scope, roleName),
                    description: `devmin ${scope.stack}: ${description}`,
                    assumeRolePolicy: pulumi
                        .output(repository)
                        .apply((trustedRepository) => buildTrustPolicy(principals, trustedRepository, workflowTrigger)),
                    maxSessionDuration: sessionHours * 3_600,
                    permissionsBoundary: boundary.arn,
                },
                { parent: this },
            );
            const policy = new aws.iam.RolePolicy(
                roleName,
                {
                    name: "permissions",
                    role: role.name,
                    policy: key.keyArn.apply((arn) => formatPolicyDocument(buildPermissions(scope, arn))),
                },
                { parent: this },
            );
            return [roleName, pulumi.all([role.arn, policy.id]).apply(([arn]) => arn)] as const;
        });
        this.arns = Object.fromEntries(arnsByRole) as Record<RoleName, pulumi.Output<string>>;
        this.registerOutputs({ arns: this.arns });
    }
}
