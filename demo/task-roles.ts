import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildArn, buildName, getBoundaryArn, type NamingScope } from "../lib/names";

export interface TaskRolesArgs {
    scope: NamingScope;
    /** What ECS does before and beside the program: read its secret, write its log. */
    execution: pulumi.Input<TaskRoleStatement>[];
    /** What the program itself may do. */
    task: pulumi.Input<TaskRoleStatement>[];
}

export interface TaskRoleStatement {
    Sid: string;
    Action: string | string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, string>>;
}

/** The two roles of a service, each with what it needs and assumable by ECS for this account alone. */
export class TaskRoles extends pulumi.ComponentResource {
    readonly executionRoleArn: pulumi.Output<string>;
    readonly taskRoleArn: pulumi.Output<string>;

    constructor(name: string, { scope, ...permissions }: TaskRolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:TaskRoles", name, {}, opts);
        const trustPolicy = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
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
            // Known only once the policy is there, so nothing runs before it may.
            return [kind, pulumi.all([role.arn, policy.id]).apply(([arn]) => arn)] as const;
        });
        const arns = Object.fromEntries(roles) as Record<keyof typeof permissions, pulumi.Output<string>>;
        this.executionRoleArn = arns.execution;
        this.taskRoleArn = arns.task;
        this.registerOutputs({});
    }
}
