import { cheap } from "./cheap";
import type { Refused } from "./declaration";

/** A cheap declaration with one thing changed. */
const but = (of: keyof typeof cheap, change: Record<string, unknown>, policy: string, says: string): Refused => ({
    type: cheap[of].type,
    props: { ...cheap[of].props, ...change },
    policy,
    says,
});
const alone = (type: string, props: Record<string, unknown>, policy: string, says: string): Refused => ({
    ...{ type, props, policy, says },
});

const statement = (of: object) => JSON.stringify({ Version: "2012-10-17", Statement: [of] });
const environment = (name: string, value: string) => ({
    containerDefinitions: JSON.stringify([{ name: "c", image: "i", environment: [{ name, value }] }]),
});
const cidr = (source: object) => ({ ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...source }] });
const smallInstances = "use one of t4g.nano, t4g.micro, t3.nano, t3.micro (instanceTypes). ";
const smallDatabases =
    "use one of db.t4g.micro, db.t3.micro (databaseClasses). An RDS instance costs 11.68 USD a month per db.t4g.micro";
const spot =
    "set it to FARGATE_SPOT (capacityProviders). An ECS service on Fargate costs 29.55 USD a month per vCPU of a task";
const cluster = "A Kafka cluster costs 102 USD a month per eCKU of a Basic cluster beyond the first that is kept busy";

/**
 * What is dear, or open, by a property: good but for one thing. What is dear by being there at all is in the catalogue, by
 * its type.
 */
export const expensive: readonly Refused[] = [
    // machines
    but("instance", { instanceType: "m6i.4xlarge" }, "machines", `instanceType is m6i.4xlarge; ${smallInstances}`),
    but("instance", { instanceType: undefined }, "machines", `instanceType is not set; ${smallInstances}`),
    but("instance", { monitoring: true }, "machines", "monitoring is true; leave it out or set it to false."),
    but("instance", { tenancy: "dedicated" }, "machines", "tenancy is dedicated; leave it out or set it to default."),
    but("instance", { hostId: "h-0" }, "machines", "hostId is h-0; leave it out."),
    but(
        "instance",
        { creditSpecification: { cpuCredits: "unlimited" } },
        "machines",
        "creditSpecification.cpuCredits is unlimited; set it to standard.",
    ),
    but(
        "instance",
        { ebsBlockDevices: [{ volumeSize: 4 }, { volumeSize: 2_000 }] },
        "machines",
        "ebsBlockDevices.1.volumeSize is 2000; ",
    ),
    but(
        "spotInstance",
        { instanceType: "p4d.24xlarge" },
        "machines",
        `instanceType is p4d.24xlarge; ${smallInstances}`,
    ),
    but("spotInstance", { monitoring: true }, "machines", "monitoring is true; "),
    but("launchTemplate", { instanceType: "c7g.large" }, "machines", `instanceType is c7g.large; ${smallInstances}`),
    but("launchTemplate", { monitoring: { enabled: true } }, "machines", "monitoring.enabled is true; "),
    but("launchTemplate", { placement: { tenancy: "host" } }, "machines", "placement.tenancy is host; "),
    but("launchTemplate", { instanceRequirements: { vcpuCount: { min: 8 } } }, "machines", "instanceRequirements is "),
    but(
        "launchTemplate",
        { blockDeviceMappings: [{ ebs: { volumeSize: 300 } }] },
        "machines",
        "blockDeviceMappings.0.ebs.volumeSize is 300; ",
    ),
    but(
        "launchTemplate",
        { blockDeviceMappings: [{ ebs: { volumeType: "io1" } }] },
        "machines",
        "blockDeviceMappings.0.ebs.volumeType is io1; ",
    ),
    but("launchConfiguration", { enableMonitoring: true }, "machines", "enableMonitoring is true; "),
    ...(["instance", "launchConfiguration"] as const).flatMap((of) =>
        ["rootBlockDevice", "ebsBlockDevices"].flatMap((disk) => [
            but(
                of,
                { [disk]: { volumeType: "io1" } },
                "machines",
                `${disk}.volumeType is io1; leave it out or use one of gp3, gp2, standard.`,
            ),
            but(
                of,
                { [disk]: { volumeSize: 500 } },
                "machines",
                `${disk}.volumeSize is 500; leave it out or set it to at most 30 (maxVolumeGb).`,
            ),
            but(
                of,
                { [disk]: { iops: 16_000 } },
                "machines",
                `${disk}.iops is 16000; leave it out or set it to at most 3000.`,
            ),
        ]),
    ),
    // ECS
    but(
        "service",
        { desiredCount: 3 },
        "ecs-tasks",
        "desiredCount is 3; set it to at most 2 (maxTasks). An ECS service on Fargate costs 29.55 USD a month per vCPU of a task + 3.25 USD a month per GB of its memory (infracost ecs_service, 2026-11-23); use one task on Fargate Spot.",
    ),
    but(
        "service",
        { desiredCount: undefined },
        "ecs-tasks",
        "desiredCount is not set; set it to at most 2 (maxTasks).",
    ),
    but("service", { launchType: "FARGATE" }, "ecs-tasks", "launchType is FARGATE; leave it out."),
    but(
        "service",
        { capacityProviderStrategies: [{ capacityProvider: "FARGATE" }] },
        "ecs-tasks",
        `capacityProviderStrategies.0.capacityProvider is FARGATE; ${spot}`,
    ),
    but(
        "service",
        { capacityProviderStrategies: undefined },
        "ecs-tasks",
        `capacityProviderStrategies.capacityProvider is not set; ${spot}`,
    ),
    but(
        "taskDefinition",
        { cpu: "4096" },
        "ecs-tasks",
        "cpu is 4096; set it to at most 1024 (maxTaskCpu). A task costs ",
    ),
    but(
        "taskDefinition",
        { memory: "30720" },
        "ecs-tasks",
        "memory is 30720; set it to at most 2048 (maxTaskMiB). A task costs ",
    ),
    but(
        "taskDefinition",
        { ephemeralStorage: { sizeInGib: 200 } },
        "ecs-tasks",
        "ephemeralStorage.sizeInGib is 200; set it to at most 21.",
    ),
    but(
        "ecsClusterWithoutInsights",
        { settings: [{ name: "containerInsights", value: "enabled" }] },
        "ecs-tasks",
        "settings.0.value is enabled; set it to disabled. Container Insights costs 3.5 USD a month",
    ),
    // networks
    but(
        "gatewayEndpoint",
        { vpcEndpointType: "Interface" },
        "private-networking",
        "vpcEndpointType is Interface; leave it out or set it to Gateway. An interface endpoint costs 7.3 USD a month per zone + 0.01 USD per GB (infracost vpc_endpoint, 2026-11-23)",
    ),
    but(
        "gatewayEndpoint",
        { vpcEndpointType: "GatewayLoadBalancer" },
        "private-networking",
        "vpcEndpointType is GatewayLoadBalancer; ",
    ),
    // databases
    but(
        "database",
        { instanceClass: "db.r6g.xlarge" },
        "databases",
        `instanceClass is db.r6g.xlarge; ${smallDatabases}`,
    ),
    but(
        "database",
        { multiAz: true },
        "databases",
        "multiAz is true; leave it out or set it to false. An RDS instance costs ",
    ),
    but(
        "database",
        { allocatedStorage: 500 },
        "databases",
        "allocatedStorage is 500; set it to at most 30 (maxDatabaseGb).",
    ),
    but("database", { allocatedStorage: undefined }, "databases", "allocatedStorage is not set; "),
    but(
        "database",
        { maxAllocatedStorage: 1_000 },
        "databases",
        "maxAllocatedStorage is 1000; leave it out or set it to at most 30 (maxDatabaseGb).",
    ),
    but("database", { storageType: "io1" }, "databases", "storageType is io1; leave it out or use one of gp3, gp2."),
    but("database", { iops: 12_000 }, "databases", "iops is 12000; "),
    but("database", { storageThroughput: 500 }, "databases", "storageThroughput is 500; "),
    but("database", { replicateSourceDb: "db" }, "databases", "replicateSourceDb is db; leave it out."),
    but(
        "database",
        { backupRetentionPeriod: 35 },
        "databases",
        "backupRetentionPeriod is 35; leave it out or set it to at most 7 (maxBackupDays).",
    ),
    but(
        "database",
        { performanceInsightsRetentionPeriod: 731 },
        "databases",
        "performanceInsightsRetentionPeriod is 731; leave it out or set it to at most 7.",
    ),
    but("database", { monitoringInterval: 1 }, "databases", "monitoringInterval is 1; leave it out or set it to 0."),
    but(
        "auroraThatPauses",
        { serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 1 } },
        "databases",
        "serverlessv2ScalingConfiguration.minCapacity is 0.5; set it to 0. An Aurora or Multi-AZ cluster costs 43.8 USD a month per half an ACU that never rests",
    ),
    but(
        "auroraThatPauses",
        { serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 128 } },
        "databases",
        "serverlessv2ScalingConfiguration.maxCapacity is 128; set it to at most 2 (maxAuroraCapacity).",
    ),
    but(
        "auroraThatPauses",
        { scalingConfiguration: { minCapacity: 2 } },
        "databases",
        "scalingConfiguration.minCapacity is 2; ",
    ),
    but(
        "auroraThatPauses",
        { dbClusterInstanceClass: "db.m6gd.large" },
        "databases",
        "dbClusterInstanceClass is db.m6gd.large; leave it out.",
    ),
    but("auroraThatPauses", { allocatedStorage: 100 }, "databases", "allocatedStorage is 100; leave it out."),
    but("auroraThatPauses", { iops: 1_000 }, "databases", "iops is 1000; leave it out."),
    but("auroraThatPauses", { storageType: "aurora-iopt1" }, "databases", "storageType is aurora-iopt1; leave it out."),
    but(
        "auroraThatPauses",
        { replicationSourceIdentifier: "c" },
        "databases",
        "replicationSourceIdentifier is c; leave it out.",
    ),
    but(
        "auroraThatPauses",
        { globalClusterIdentifier: "g" },
        "databases",
        "globalClusterIdentifier is g; leave it out.",
    ),
    but("auroraThatPauses", { backupRetentionPeriod: 35 }, "databases", "backupRetentionPeriod is 35; "),
    but(
        "auroraThatPauses",
        { performanceInsightsRetentionPeriod: 731 },
        "databases",
        "performanceInsightsRetentionPeriod is 731; ",
    ),
    but("auroraThatPauses", { monitoringInterval: 60 }, "databases", "monitoringInterval is 60; "),
    but(
        "auroraInstance",
        { instanceClass: "db.r6g.large" },
        "databases",
        "instanceClass is db.r6g.large; use one of db.serverless, db.t4g.medium (auroraClasses).",
    ),
    but(
        "auroraInstance",
        { performanceInsightsRetentionPeriod: 731 },
        "databases",
        "performanceInsightsRetentionPeriod is 731; ",
    ),
    but("auroraInstance", { monitoringInterval: 15 }, "databases", "monitoringInterval is 15; "),
    but("tableOnDemand", { billingMode: undefined }, "databases", "billingMode is not set; set it to PAY_PER_REQUEST."),
    but(
        "tableOnDemand",
        { billingMode: "PROVISIONED", readCapacity: 100 },
        "databases",
        "billingMode is PROVISIONED; set it to PAY_PER_REQUEST.",
    ),
    but(
        "tableOnDemand",
        { replicas: [{ regionName: "eu-west-1" }] },
        "databases",
        'replicas.0 is {"regionName":"eu-west-1"}; leave it out.',
    ),
    but(
        "tableOnDemand",
        { pointInTimeRecovery: { enabled: true } },
        "databases",
        "pointInTimeRecovery.enabled is true; ",
    ),
    // storage
    but(
        "volume",
        { type: "io2" },
        "storage",
        "type is io2; leave it out or use one of gp3, gp2, standard. An EBS volume costs 0.1 USD a month per GB of gp2",
    ),
    but("volume", { size: 1_000 }, "storage", "size is 1000; set it to at most 30 (maxVolumeGb)."),
    but("volume", { size: undefined }, "storage", "size is not set; "),
    but("volume", { iops: 16_000 }, "storage", "iops is 16000; "),
    but("volume", { throughput: 1_000 }, "storage", "throughput is 1000; "),
    but("volume", { multiAttachEnabled: true }, "storage", "multiAttachEnabled is true; "),
    but(
        "fileSystem",
        { throughputMode: "provisioned" },
        "storage",
        "throughputMode is provisioned; leave it out or use one of bursting, elastic.",
    ),
    but(
        "fileSystem",
        { provisionedThroughputInMibps: 100 },
        "storage",
        "provisionedThroughputInMibps is 100; leave it out.",
    ),
    // logs and alarms
    but(
        "logGroup",
        { retentionInDays: undefined },
        "observability",
        "retentionInDays is not set; set it to 1 to 30 (maxLogDays). A log group that keeps what it has costs 0.03 USD a month per GB, for ever",
    ),
    but("logGroup", { retentionInDays: 0 }, "observability", "retentionInDays is 0; set it to 1 to 30 (maxLogDays)."),
    but("logGroup", { retentionInDays: 365 }, "observability", "retentionInDays is 365; "),
    but("alarm", { period: 10 }, "observability", "period is 10; leave it out or set it to 60 to 86400."),
    but(
        "alarm",
        { period: undefined, metricQueries: [{ metric: { period: 10 } }] },
        "observability",
        "metricQueries.0.metric.period is 10; ",
    ),
    // keys and secrets
    but(
        "kmsKey",
        { multiRegion: true },
        "keys-and-secrets",
        "multiRegion is true; leave it out or set it to false. A KMS key costs 1 USD a month per key and region",
    ),
    but("kmsKey", { customKeyStoreId: "cks-0" }, "keys-and-secrets", "customKeyStoreId is cks-0; leave it out."),
    but("kmsKey", { enableKeyRotation: false }, "durable-keys", "enableKeyRotation is false; set it to true."),
    but(
        "kmsKey",
        { deletionWindowInDays: 7 },
        "durable-keys",
        "deletionWindowInDays is 7; leave it out or set it to 30.",
    ),
    but(
        "secret",
        { replicas: [{ region: "eu-west-1" }] },
        "keys-and-secrets",
        'replicas.0 is {"region":"eu-west-1"}; leave it out. A secret in Secrets Manager costs 0.4 USD a month',
    ),
    but("secret", { recoveryWindowInDays: 30 }, "keys-and-secrets", "recoveryWindowInDays is 30; set it to 0."),
    but("secret", { recoveryWindowInDays: undefined }, "keys-and-secrets", "recoveryWindowInDays is not set; "),
    // security services and serverless
    but(
        "trail",
        { eventSelectors: [{ readWriteType: "All" }] },
        "security-services",
        'eventSelectors.0 is {"readWriteType":"All"}; leave it out. A trail that records data events or insights costs 0.1 USD per 100,000 data events',
    ),
    but("trail", { advancedEventSelectors: [{ name: "all" }] }, "security-services", "advancedEventSelectors.0 is "),
    but(
        "trail",
        { insightSelectors: [{ insightType: "ApiCallRateInsight" }] },
        "security-services",
        "insightSelectors.0 is ",
    ),
    but(
        "apiStage",
        { cacheClusterEnabled: true, cacheClusterSize: "237" },
        "kept-warm",
        "cacheClusterEnabled is true; leave it out or set it to false. An API cache costs 14.6 USD a month per cache of 0.5 GB",
    ),
    // Confluent
    but(
        "kafkaCluster",
        { basic: undefined, standard: { maxEcku: 2 } },
        "confluent-clusters",
        `standard is {"maxEcku":2}; leave it out. ${cluster}`,
    ),
    but(
        "kafkaCluster",
        { basic: undefined, enterprises: [{}] },
        "confluent-clusters",
        "enterprises.0 is {}; leave it out.",
    ),
    but("kafkaCluster", { basic: undefined, freights: [{}] }, "confluent-clusters", "freights.0 is {}; leave it out."),
    but(
        "kafkaCluster",
        { basic: undefined, dedicated: { cku: 1 } },
        "confluent-clusters",
        'dedicated is {"cku":1}; leave it out.',
    ),
    but("kafkaCluster", { network: { id: "n-0" } }, "confluent-clusters", 'network is {"id":"n-0"}; leave it out.'),
    but(
        "kafkaCluster",
        { availability: "MULTI_ZONE" },
        "confluent-clusters",
        "availability is MULTI_ZONE; use one of SINGLE_ZONE, LOW.",
    ),
    but("kafkaCluster", { availability: "HIGH" }, "confluent-clusters", "availability is HIGH; "),
    but("kafkaCluster", { basic: {} }, "confluent-clusters", "basic.maxEcku is not set; set it to 1 to 2 (maxEcku)."),
    but(
        "kafkaCluster",
        { basic: { maxEcku: 50 } },
        "confluent-clusters",
        "basic.maxEcku is 50; set it to 1 to 2 (maxEcku).",
    ),
    but(
        "environment",
        { streamGovernance: { package: "ADVANCED" } },
        "confluent-clusters",
        "streamGovernance.package is ADVANCED; set it to ESSENTIALS. Stream Governance Advanced costs 730 USD a month per environment",
    ),
    but(
        "kafkaTopic",
        { partitionsCount: 600 },
        "confluent-topics",
        "partitionsCount is 600; set it to 1 to 12 (maxPartitions).",
    ),
    but(
        "kafkaTopic",
        { config: { "retention.ms": "-1" } },
        "confluent-topics",
        "config.retention.ms is -1; set it to at most 604800000 (maxRetentionMs). What a topic keeps costs 0.08 USD per GB kept a month",
    ),
    but("kafkaTopic", { config: undefined }, "confluent-topics", "config.retention.ms is not set; "),
    but(
        "kafkaTopic",
        { config: { "retention.ms": "3600000", "retention.bytes": "99999999999" } },
        "confluent-topics",
        "config.retention.bytes is 99999999999; ",
    ),
    but(
        "connector",
        { configNonsensitive: { "tasks.max": "10" } },
        "confluent-compute",
        "configNonsensitive.tasks.max is 10; set it to 1 (maxConnectorTasks). A connector's task costs 219 USD a month",
    ),
    but("connector", { configNonsensitive: {} }, "confluent-compute", "configNonsensitive.tasks.max is not set; "),
    but(
        "flinkPool",
        { maxCfu: 50 },
        "confluent-compute",
        "maxCfu is 50; set it to 1 to 5 (maxCfu). A Flink compute pool costs 766 USD a month",
    ),
    but("flinkPool", { maxCfu: undefined }, "confluent-compute", "maxCfu is not set; "),
    but(
        "stoppedStatement",
        { stopped: false },
        "confluent-compute",
        "stopped is false; set it to true. A Flink statement that runs on costs 153.3 USD a month",
    ),
    // who gets in
    but(
        "database",
        { publiclyAccessible: true },
        "exposed-resources",
        "publiclyAccessible is true; leave it out or set it to false. A database with a public address is there for anyone to try",
    ),
    but(
        "object",
        { acl: "public-read" },
        "exposed-resources",
        "acl is public-read; leave it out or use one of private, bucket-owner-full-control.",
    ),
    alone(
        "aws:s3/bucketAcl:BucketAcl",
        { bucket: "b", acl: "public-read-write" },
        "exposed-resources",
        "acl is public-read-write; ",
    ),
    but("accountBlock", { blockPublicAcls: false }, "exposed-resources", "blockPublicAcls is false; set it to true."),
    but(
        "accountBlock",
        { blockPublicPolicy: undefined },
        "exposed-resources",
        "blockPublicPolicy is not set; set it to true.",
    ),
    but("accountBlock", { ignorePublicAcls: false }, "exposed-resources", "ignorePublicAcls is false; "),
    but("accountBlock", { restrictPublicBuckets: false }, "exposed-resources", "restrictPublicBuckets is false; "),
    alone(
        "aws:rds/snapshot:Snapshot",
        { dbSnapshotIdentifier: "s", sharedAccounts: ["all"] },
        "exposed-resources",
        "sharedAccounts.0 is all; leave it out. A database snapshot for other accounts hands out a copy",
    ),
    but(
        "functionUrl",
        { authorizationType: "NONE" },
        "exposed-resources",
        "authorizationType is NONE; set it to AWS_IAM.",
    ),
    but(
        "securityGroup",
        cidr({ cidrBlocks: ["0.0.0.0/0"] }),
        "security-groups",
        "ingress.0.cidrBlocks.0 is 0.0.0.0/0; name the addresses that may come in, or another security group.",
    ),
    but("securityGroup", cidr({ ipv6CidrBlocks: ["::/0"] }), "security-groups", "ingress.0.ipv6CidrBlocks.0 is ::/0; "),
    but("ingressFromOffice", { cidrIpv4: "0.0.0.0/1" }, "security-groups", "cidrIpv4 is 0.0.0.0/1; "),
    but("ingressFromOffice", { cidrIpv4: undefined, cidrIpv6: "::/0" }, "security-groups", "cidrIpv6 is ::/0; "),
    but("ruleOut", { type: "ingress" }, "security-groups", "cidrBlocks.0 is 0.0.0.0/0; "),
    but(
        "queueForThisAccount",
        { policy: statement({ Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" }) },
        "open-to-everybody",
        "policy lets in everybody (Principal *); name the account, role or service that may come.",
    ),
    but(
        "queueForThisAccount",
        {
            policy: statement({
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: "sqs:*",
                Resource: "*",
                Condition: { Bool: { "aws:SecureTransport": "true" } },
            }),
        },
        "open-to-everybody",
        "policy lets in everybody",
    ),
    but(
        "role",
        {
            assumeRolePolicy: statement({
                Effect: "Allow",
                Principal: { AWS: ["*"] },
                Action: "sts:AssumeRole",
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-0" } },
            }),
        },
        "open-to-everybody",
        "assumeRolePolicy lets in everybody",
    ),
    but(
        "role",
        { assumeRolePolicy: "{" },
        "open-to-everybody",
        "assumeRolePolicy is no policy document: write it as JSON, with at least one statement.",
    ),
    but(
        "role",
        { permissionsBoundary: undefined },
        "roles-within-the-boundary",
        "permissionsBoundary is not set; set it to core's boundaryArn, or in demo to boundaryArnOf(place).",
    ),
    but(
        "role",
        { permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" },
        "roles-within-the-boundary",
        "permissionsBoundary is arn:aws:iam::aws:policy/AdministratorAccess; ",
    ),
    but(
        "role",
        { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
        "administrator-attachments",
        "managedPolicyArns.0 is arn:aws:iam::aws:policy/AdministratorAccess; attach a policy that names its actions and resources.",
    ),
    but(
        "policyAttachment",
        { policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
        "administrator-attachments",
        "policyArn is arn:aws:iam::aws:policy/PowerUserAccess; ",
    ),
    but(
        "rolePolicy",
        { policy: statement({ Effect: "Allow", Action: "*", Resource: "*" }) },
        "iam-policies",
        "policy allows everything on everything; name the actions, and the ARNs they are for.",
    ),
    but(
        "rolePolicy",
        { policy: statement({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
        "iam-policies",
        "policy allows everything on everything; ",
    ),
    but(
        "policy",
        { policy: statement({ Effect: "Allow", Action: ["ec2:Describe*", "iam:PassRole"], Resource: ["*"] }) },
        "iam-policies",
        "policy allows iam:PassRole on *; ",
    ),
    but(
        "policy",
        { policy: statement({ Effect: "Allow", Action: "iam:*", Resource: "*" }) },
        "iam-policies",
        "policy allows all of IAM; ",
    ),
    but(
        "policy",
        { policy: statement({ Effect: "Allow", Action: "sts:*", Resource: "*" }) },
        "iam-policies",
        "policy allows sts:AssumeRole on *; ",
    ),
    but(
        "role",
        { inlinePolicies: [{ policy: statement({ Effect: "Allow", Action: "*:*", Resource: "*" }) }] },
        "iam-policies",
        "inlinePolicies.0.policy allows everything on everything; ",
    ),
    but(
        "taskDefinition",
        environment("DATABASE_PASSWORD", "hunter2"),
        "plain-secrets",
        "the variable DATABASE_PASSWORD holds a login in the clear; put it in Secrets Manager, and its ARN in secrets.",
    ),
    but(
        "taskDefinition",
        environment("DATABASE", "postgres://me:hunter2@db/x"),
        "plain-secrets",
        "the variable DATABASE holds a login in the clear; ",
    ),
    but(
        "lambda",
        { environment: { variables: { AWS: "AKIAIOSFODNN7EXAMPLE" } } },
        "plain-secrets",
        "the variable AWS holds a login in the clear; ",
    ),
    but("boundary", { name: "administrators" }, "iam-policies", "policy allows everything on everything; "),
    but(
        "boundary",
        { policy: statement({ Effect: "Allow", Action: "*", Resource: "*" }) },
        "iam-policies",
        "policy allows everything on everything; ",
    ),
    but(
        "policyAttachment",
        { policyArn: "arn:aws:iam::000000000000:policy/devmin-core-local-boundary-000000000000-us-east-1" },
        "administrator-attachments",
        "policyArn is arn:aws:iam::000000000000:policy/devmin-core-local-bound",
    ),
    // what nobody can see or has priced
    alone(
        "aws:quicksight/accountSubscription:AccountSubscription",
        {},
        "priced-or-free",
        "nobody has looked up what aws:quicksight/accountSubscription:AccountSubscription costs; if it costs nothing by being there, add it to policy-pack/catalogue/free.ts or name it in this rule's setting free, else add a row with its price to policy-pack/catalogue/kept.ts.",
    ),
];
