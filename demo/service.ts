import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, nameIn, type Place } from "../lib/names";
import type { Bundle } from "./bundle";
import type { Network } from "./network";
import type { Service } from "./services";
import { TaskRoles } from "./task-roles";

export interface FargateServiceArgs {
    place: Place;
    service: Service;
    bundle: Bundle;
    network: Network;
    clusterArn: pulumi.Input<string>;
    logDays: number;
    cpuArchitecture: "ARM64" | "X86_64";
    /** Where its Kafka login is kept, and the version it starts with: a new key starts it anew. */
    secretArn: pulumi.Input<string>;
    secretVersion: pulumi.Input<string>;
    consumerGroup: pulumi.Input<string>;
    /** The environment's key. */
    keyArn: pulumi.Input<string>;
    /** Where it may leave results, below `runs/NAME/`. */
    evidenceBucket: pulumi.Input<string>;
}

/** Fetches the bundle before the program starts. */
const fetchImage = "public.ecr.aws/aws-cli/aws-cli:2.31.0";

/** One entry of the catalogue, running: roles, log group, task definition and a Fargate Spot service. */
export class FargateService extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    readonly taskDefinitionArn: pulumi.Output<string>;
    readonly logGroup: pulumi.Output<string>;

    constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:demo:FargateService", name, {}, opts);
        const { place, service, bundle, network, clusterArn, logDays, cpuArchitecture } = args;
        const { secretArn, secretVersion, consumerGroup, keyArn, evidenceBucket } = args;
        const parent = { parent: this };

        const logArn = arnIn(place, "logs", `log-group:${nameIn(place, name)}`);
        const logs = new aws.cloudwatch.LogGroup(name, { name: nameIn(place, name), retentionInDays: logDays }, parent);
        const roles = new TaskRoles(
            name,
            {
                place,
                execution: [
                    pulumi.output(secretArn).apply((arn) => ({
                        Sid: "ItsSecret",
                        Action: "secretsmanager:GetSecretValue",
                        Resource: arn,
                    })),
                    pulumi.output(keyArn).apply((arn) => ({
                        Sid: "OpenItsSecret",
                        Action: "kms:Decrypt",
                        Resource: arn,
                        Condition: {
                            StringEquals: { "kms:ViaService": `secretsmanager.${place.region}.amazonaws.com` },
                        },
                    })),
                    {
                        Sid: "ItsLog",
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                        Resource: [logArn, `${logArn}:*`], // the group itself, and the streams in it
                    },
                ],
                task: [
                    pulumi.interpolate`arn:aws:s3:::${bundle.bucket}/${bundle.key}`.apply((arn) => ({
                        Sid: "ItsBundle",
                        Action: "s3:GetObject",
                        Resource: arn,
                    })),
                    pulumi.output(evidenceBucket).apply((bucket) => ({
                        Sid: "ItsResults",
                        Action: "s3:PutObject",
                        Resource: `arn:aws:s3:::${bucket}/runs/${name}/*`,
                    })),
                    pulumi.output(keyArn).apply((arn) => ({
                        Sid: "OpenItsBundleAndSealItsResults",
                        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                        Resource: arn,
                        Condition: { StringEquals: { "kms:ViaService": `s3.${place.region}.amazonaws.com` } },
                    })),
                ],
            },
            parent,
        );
        const logConfiguration = {
            logDriver: "awslogs",
            options: {
                "awslogs-group": logs.name,
                "awslogs-region": place.region,
                "awslogs-stream-prefix": "task",
            },
        };
        const mountPoints = [{ sourceVolume: "bundle", containerPath: "/bundle" }];
        const definition = new aws.ecs.TaskDefinition(
            name,
            {
                family: nameIn(place, name),
                requiresCompatibilities: ["FARGATE"],
                networkMode: "awsvpc",
                runtimePlatform: { cpuArchitecture, operatingSystemFamily: "LINUX" },
                cpu: String(service.cpu),
                memory: String(service.memory),
                executionRoleArn: roles.executionRoleArn,
                taskRoleArn: roles.taskRoleArn,
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
                        ],
                        secrets: [
                            {
                                name: "KAFKA_CREDENTIALS",
                                valueFrom: pulumi.interpolate`${secretArn}:::${secretVersion}`,
                            },
                        ],
                        stopTimeout: 30,
                        mountPoints,
                        logConfiguration,
                    },
                ]),
            },
            parent,
        );
        const running = new aws.ecs.Service(
            name,
            {
                name: nameIn(place, name),
                cluster: clusterArn,
                taskDefinition: definition.arn,
                desiredCount: service.count,
                capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
                networkConfiguration: {
                    subnets: network.subnetIds,
                    securityGroups: [network.securityGroupId],
                    assignPublicIp: true,
                },
                // A program that does not stay up turns the update red instead of restarting, and costing, for ever.
                deploymentCircuitBreaker: { enable: true, rollback: false },
                waitForSteadyState: true,
                propagateTags: "SERVICE",
            },
            parent,
        );
        this.serviceName = running.name;
        this.taskDefinitionArn = definition.arn;
        this.logGroup = logs.name;
        this.registerOutputs({ serviceName: this.serviceName });
    }
}
