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
    /** ARNs of the principals that may take every role, where their own policies let them. */
    principals: readonly string[];
    /** Whose workflows may take roles: its branch the deployers and the auditor, a pull request the preview. */
    repository?: pulumi.Input<GitHubRepository | undefined>;
    /** Hours a session of a person may last. A role taken from within a role lasts one, AWS says. */
    sessionHours: number;
}

interface RoleDefinition {
    description: string;
    workflowTrigger: WorkflowTrigger;
    buildPermissions: (scope: NamingScope, keyArn: string) => Statement[];
}

/** Who may do what, in one table. */
export const roleDefinitions: Record<RoleName, RoleDefinition> = {
    "deploy-kafka": {
        description: "brings kafka up and down",
        workflowTrigger: "branch",
        buildPermissions: buildDeployKafkaPermissions,
    },
    "deploy-demo": {
        description: "brings demo up and down, and runs its tasks",
        workflowTrigger: "branch",
        buildPermissions: buildDeployDemoPermissions,
    },
    auditor: {
        description: "reads everything, and writes its verdict",
        workflowTrigger: "branch",
        buildPermissions: buildAuditorPermissions,
    },
    preview: {
        description: "previews core and demo, and writes nothing",
        workflowTrigger: "pull request",
        buildPermissions: buildPreviewPermissions,
    },
};

/** The roles that people and pipelines take: short sessions, within the boundary, and no user or key anywhere. */
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
