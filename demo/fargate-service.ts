import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildArn, buildName, type NamingScope } from "../lib/names";
import type { Bundle } from "./bundle";
import type { Network } from "./network";
import type { ServiceDefinition } from "./services";
import { TaskRoles } from "./task-roles";

export interface FargateServiceArgs {
    scope: NamingScope;
    service: ServiceDefinition;
    bundle: Bundle;
    network: Network;
    clusterArn: pulumi.Input<string>;
    logDays: number;
    cpuArchitecture: "ARM64" | "X86_64";
    capacity: keyof typeof capacityProviders;
    /** Secret with its Kafka credentials, and its version: a new version, with a new key, restarts the service. */
    secretArn: pulumi.Input<string>;
    secretVersion: pulumi.Input<string>;
    consumerGroup: pulumi.Input<string>;
    /** ARN of the environment's KMS key. */
    keyArn: pulumi.Input<string>;
    /** Bucket for its results, which it writes below `runs/NAME/`. */
    evidenceBucket: pulumi.Input<string>;
}

/** Fargate's capacity providers by the values of the setting `capacity`. */
export const capacityProviders = { spot: "FARGATE_SPOT", onDemand: "FARGATE" } as const;

/** Image of the container that downloads the bundle before the program starts. */
const fetchImage = "public.ecr.aws/aws-cli/aws-cli:2.31.0";

/** A program writes it after each success, at least once a minute; on the volume that its task's containers share. */
const heartbeatFile = "/bundle/heartbeat";

/** One service of services.ts: roles, log group, task definition and ECS service on Fargate. */
export class FargateService extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    readonly taskDefinitionArn: pulumi.Output<string>;
    readonly logGroup: pulumi.Output<string>;

    constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:FargateService", name, {}, opts);
        const { scope, service, bundle, network, clusterArn, logDays, cpuArchitecture, capacity } = args;
        const { secretArn, secretVersion, consumerGroup, keyArn, evidenceBucket } = args;
        const childOptions = { parent: this };

        const logArn = buildArn(scope, "logs", `log-group:${buildName(scope, name)}`);
        const logGroup = new aws.cloudwatch.LogGroup(
            name,
            { name: buildName(scope, name), retentionInDays: logDays },
            childOptions,
        );
        const taskRoles = new TaskRoles(
            name,
            {
                scope,
                execution: [
                    pulumi.output(secretArn).apply((arn) => ({
                        Sid: "ReadOwnSecret",
                        Action: "secretsmanager:GetSecretValue",
                        Resource: arn,
                    })),
                    pulumi.output(keyArn).apply((arn) => ({
                        Sid: "DecryptOwnSecret",
                        Action: "kms:Decrypt",
                        Resource: arn,
                        Condition: {
                            StringEquals: { "kms:ViaService": `secretsmanager.${scope.region}.amazonaws.com` },
                        },
                    })),
                    {
                        Sid: "WriteOwnLogs",
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                        Resource: [logArn, `${logArn}:*`], // the log group itself, and its streams
                    },
                ],
                task: [
                    bundle.arnPattern.apply((arn) => ({
                        Sid: "ReadOwnBundles",
                        Action: "s3:GetObject",
                        Resource: arn,
                    })),
                    pulumi.output(evidenceBucket).apply((bucket) => ({
                        Sid: "WriteOwnResults",
                        Action: "s3:PutObject",
                        Resource: `arn:aws:s3:::${bucket}/runs/${name}/*`,
                    })),
                    pulumi.output(keyArn).apply((arn) => ({
                        Sid: "UseKeyViaS3",
                        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                        Resource: arn,
                        Condition: { StringEquals: { "kms:ViaService": `s3.${scope.region}.amazonaws.com` } },
                    })),
                ],
            },
            childOptions,
        );
        const logConfiguration = {
            logDriver: "awslogs",
            options: {
                "awslogs-group": logGroup.name,
                "awslogs-region": scope.region,
                "awslogs-stream-prefix": "task",
            },
        };
        const mountPoints = [{ sourceVolume: "bundle", containerPath: "/bundle" }];
        const taskDefinition = new aws.ecs.TaskDefinition(
            name,
            {
                family: buildName(scope, name),
                requiresCompatibilities: ["FARGATE"],
                networkMode: "awsvpc",
                runtimePlatform: { cpuArchitecture, operatingSystemFamily: "LINUX" },
                cpu: String(service.cpu),
                memory: String(service.memory),
                executionRoleArn: taskRoles.executionRoleArn,
                taskRoleArn: taskRoles.taskRoleArn,
                volumes: [{ name: "bundle" }],
                containerDefinitions: pulumi.jsonStringify([
                    {
                        name: "fetch",
                        image: fetchImage,
                        essential: false,
                        command: [
                            "s3",
                            "cp",
                            "--only-show-errors",
                            pulumi.interpolate`s3://${bundle.bucket}/${bundle.key}`,
                            "/bundle/main.js",
                        ],
                        mountPoints,
                        logConfiguration,
                    },
                    {
                        name,
                        image: service.image,
                        essential: true,
                        dependsOn: [{ containerName: "fetch", condition: "SUCCESS" }],
                        command: service.command,
                        environment: [
                            { name: "TOPICS", value: service.topics.join(",") },
                            { name: "CONSUMER_GROUP", value: consumerGroup },
                            { name: "EVIDENCE_BUCKET", value: evidenceBucket },
                            { name: "SERVICE", value: name },
                            { name: "HEARTBEAT_FILE", value: heartbeatFile },
                        ],
                        secrets: [
                            {
                                name: "KAFKA_CREDENTIALS",
                                valueFrom: pulumi.interpolate`${secretArn}:::${secretVersion}`,
                            },
                        ],
                        // A program that hangs is replaced, and a deployment is complete only once one has done its work.
                        healthCheck: {
                            command: ["CMD-SHELL", `find ${heartbeatFile} -mmin -1 | grep -q .`],
                            interval: 5,
                            timeout: 5,
                            retries: 3,
                            startPeriod: 60,
                        },
                        stopTimeout: 30,
                        mountPoints,
                        logConfiguration,
                    },
                ]),
            },
            childOptions,
        );
        const ecsService = new aws.ecs.Service(
            name,
            {
                name: buildName(scope, name),
                cluster: clusterArn,
                taskDefinition: taskDefinition.arn,
                desiredCount: service.count,
                capacityProviderStrategies: [{ capacityProvider: capacityProviders[capacity], weight: 1 }],
                forceNewDeployment: true, // without it, another capacity provider replaces the service
                tags: { capacity }, // the policy pack allows on demand only where this declares it
                networkConfiguration: {
                    subnets: network.subnetIds,
                    securityGroups: [network.securityGroupId],
                    assignPublicIp: true,
                },
                // Tasks that cannot start or are not healthy fail the update, instead of restarting and incurring cost for ever.
                // It does not count tasks that exit: ops/watch-services.ts does.
                deploymentCircuitBreaker: { enable: true, rollback: false },
                waitForSteadyState: true,
                propagateTags: "SERVICE",
            },
            { ...childOptions, customTimeouts: { create: "10m", update: "10m" } },
        );
        this.serviceName = ecsService.name;
        this.taskDefinitionArn = taskDefinition.arn;
        this.logGroup = logGroup.name;
        this.registerOutputs({ serviceName: this.serviceName });
    }
}
