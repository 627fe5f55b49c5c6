import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildArn, buildName, getBoundaryArn, type NamingScope } from "../lib/names";

export interface LeaseArgs {
    scope: NamingScope;
    /** End of the lease in UTC, for example `2026-11-24T18:00:00Z`. */
    until: string;
    /** ECS names of cluster and service: names, as the lease is created before them. */
    cluster: string;
    service: string;
}

/**
 * Stops a service at a set time: EventBridge Scheduler sets its desired count to zero. No program of ours has to run for that,
 * and the schedule's role allows nothing else.
 */
export class Lease extends pulumi.ComponentResource {
    readonly scheduleName: pulumi.Output<string>;

    constructor(name: string, { scope, until, cluster, service }: LeaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:Lease", name, {}, opts);
        const childOptions = { parent: this };
        const leaseName = buildName(scope, `${name}-lease`);
        const role = new aws.iam.Role(
            `${name}-lease`,
            {
                name: leaseName,
                permissionsBoundary: getBoundaryArn(scope),
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "AllowScheduler",
                            Effect: "Allow",
                            Principal: { Service: "scheduler.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            // Scheduler sends the schedule group as the source, never the schedule.
                            Condition: {
                                StringEquals: {
                                    "aws:SourceAccount": scope.account,
                                    "aws:SourceArn": buildArn(scope, "scheduler", "schedule-group/default"),
                                },
                            },
                        },
                    ],
                }),
            },
            childOptions,
        );
        const rolePolicy = new aws.iam.RolePolicy(
            `${name}-lease`,
            {
                name: "permissions",
                role: role.name,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "UpdateOwnService",
                            Effect: "Allow",
                            Action: "ecs:UpdateService",
                            Resource: buildArn(scope, "ecs", `service/${cluster}/${service}`),
                        },
                    ],
                }),
            },
            childOptions,
        );
        const schedule = new aws.scheduler.Schedule(
            name,
            {
                name: leaseName,
                groupName: "default",
                description: `Ends the lease of ${service}: sets its desired count to 0.`,
                scheduleExpression: `at(${until.replace("Z", "")})`,
                scheduleExpressionTimezone: "UTC",
                flexibleTimeWindow: { mode: "OFF" },
                // A schedule that deletes itself would be missing at the next refresh.
                actionAfterCompletion: "NONE",
                target: {
                    arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService",
                    roleArn: role.arn,
                    input: JSON.stringify({ Cluster: cluster, Service: service, DesiredCount: 0 }),
                    // The maximum AWS allows, a day: a service that cannot be stopped keeps incurring cost.
                    retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
                },
            },
            { ...childOptions, dependsOn: [rolePolicy] },
        );
        this.scheduleName = schedule.name;
        this.registerOutputs({});
    }
}
