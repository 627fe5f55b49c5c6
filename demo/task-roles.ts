import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildArn, buildName, getBoundaryArn, type NamingScope } from "../lib/names";

export interface TaskRolesArgs {
    scope: NamingScope;
    /** Permissions of the execution role, which ECS itself uses: read the secret, write the log. */
    execution: pulumi.Input<TaskRoleStatement>[];
    /** Permissions of the task role, which the program uses. */
    task: pulumi.Input<TaskRoleStatement>[];
}

export interface TaskRoleStatement {
    Sid: string;
    Action: string | string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, string>>;
}

/** Execution role and task role of a service; only ECS can assume them, and only for this account. */
export class TaskRoles extends pulumi.ComponentResource {
    readonly executionRoleArn: pulumi.Output<string>;
    readonly taskRoleArn: pulumi.Output<string>;

    constructor(name: string, { scope, ...permissions }: TaskRolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:TaskRoles", name, {}, opts);
        const trustPolicy = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AllowEcsTasks",
                    Effect: "Allow",
                    Principal: { Service: "ecs-tasks.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": scope.account },
                        ArnLike: { "aws:SourceArn": buildArn(scope, "ecs", "*") },
                    },
                },
            ],
        });
        const roles = Object.entries(permissions).map(([kind, statements]) => {
            const role = new aws.iam.Role(
                `${name}-${kind}`,
                {
                    name: buildName(scope, `${name}-${kind}`),
                    assumeRolePolicy: trustPolicy,
                    permissionsBoundary: getBoundaryArn(scope),
                },
                { parent: this },
            );
            const policy = new aws.iam.RolePolicy(
                `${name}-${kind}`,
                {
                    name: "permissions",
                    role: role.name,
                    policy: pulumi.jsonStringify({
                        Version: "2012-10-17",
                        Statement: pulumi
                            .output(statements)
                            .apply((allowStatements) =>
                                allowStatements.map((statement) => ({ Effect: "Allow", ...statement })),
                            ),
                    }),
                },
                { parent: this },
            );
            // Resolves only once the policy exists, so that no task starts without its permissions.
            return [kind, pulumi.all([role.arn, policy.id]).apply(([arn]) => arn)] as const;
        });
        const arns = Object.fromEntries(roles) as Record<keyof typeof permissions, pulumi.Output<string>>;
        this.executionRoleArn = arns.execution;
        this.taskRoleArn = arns.task;
        this.registerOutputs({});
    }
}
