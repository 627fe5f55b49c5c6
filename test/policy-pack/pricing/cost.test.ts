import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { isTypeMatch } from "../../../policy-pack/catalogue";
import { freeTypes, usageBilledTypes } from "../../../policy-pack/catalogue/free";
import { assumptions, parseAssumedUsage, type Usage } from "../../../policy-pack/pricing/assumptions";
import {
    addAmounts,
    type BillableResource,
    type CostAmounts,
    calculateCosts,
    calculateFullMonth,
    calculateMonth,
    toCostInYear,
    toCostSums,
} from "../../../policy-pack/pricing/cost";
import { unknownValue, unknownValueAdvice } from "../../../policy-pack/pricing/inputs";
import { locatePackFile } from "../../../policy-pack/runtime/pack-file";
import { allowedDeclarations } from "../../fixtures/declarations/allowed";
import type { Declaration } from "../../fixtures/declarations/declaration";
import { declarationsDeniedByProperty } from "../../fixtures/declarations/denied-by-property";
import { declarationsDeniedByType } from "../../fixtures/declarations/denied-by-type";

const resource = (type: string, inputs: object = {}, name = "it"): BillableResource => ({
    urn: `urn:pulumi:dev::devmin-demo::${type}::${name}`,
    type,
    inputs: inputs as BillableResource["inputs"],
});
const nothingUsed = Object.fromEntries(Object.keys(assumptions).map((name) => [name, 0])) as Usage;
const costOf = (type: string, inputs: object = {}, usage: Partial<Usage> = {}) =>
    calculateCosts([resource(type, inputs)], { ...nothingUsed, ...usage })[0];
const round = (usd: number) => Math.round(usd * 10_000) / 10_000;

const task = (inputs: object) =>
    resource("aws:ecs/taskDefinition:TaskDefinition", { family: "pulse", cpu: "256", memory: "512", ...inputs });
const service = (inputs: object = {}) =>
    resource("aws:ecs/service:Service", {
        desiredCount: 1,
        taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/pulse:3",
        networkConfiguration: { assignPublicIp: true },
        ...inputs,
    });
const priceOfService = (its: BillableResource, ofTask: object = {}) => {
    const [cost] = calculateCosts([task(ofTask), its], nothingUsed);
    return cost && { idle: cost.idle, hour: round(cost.hour), atMost: cost.atMost };
};

describe("the monthly cost", () => {
    const idle: { title: string; type: string; inputs?: object; usd: number }[] = [
        { title: "a KMS key", type: "aws:kms/key:Key", usd: 1 },
        { title: "a secret", type: "aws:secretsmanager/secret:Secret", usd: 0.4 },
        {
            title: "a secret with two replicas",
            type: "aws:secretsmanager/secret:Secret",
            inputs: { replicas: [{ region: "eu-west-1" }, { region: "eu-west-2" }] },
            usd: 1.2, // 0.40 × 3
        },
        { title: "a public address", type: "aws:ec2/eip:Eip", usd: 3.65 },
        {
            title: "an EC2 instance with two disks and a public address",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", ebsBlockDevices: [{ volumeSize: 4 }] },
            usd: 7.92, // 3.07 + 3.65 + 0.10 × 8 + 0.10 × 4
        },
        {
            title: "a volume with provisioned IOPS",
            type: "aws:ebs/volume:Volume",
            inputs: { size: 10, type: "io2", iops: 1_000 },
            usd: 66, // 0.10 × 10 + 0.065 × 1,000
        },
        {
            title: "an EC2 instance with a disk of provisioned IOPS",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", rootBlockDevice: { volumeType: "io1", iops: 1_000 } },
            usd: 72.52, // 3.07 + 3.65 + 0.10 × 8 + 0.065 × 1,000
        },
        {
            title: "a database in two zones",
            type: "aws:rds/instance:Instance",
            inputs: { instanceClass: "db.t4g.micro", allocatedStorage: 20, multiAz: true },
            usd: 27.36, // (11.68 + 0.10 × 20) × 2
        },
        {
            title: "a serverless cluster that never pauses",
            type: "aws:rds/cluster:Cluster",
            inputs: { serverlessv2ScalingConfiguration: { minCapacity: 1.5 } },
            usd: 131.4, // 43.80 × 3
        },
        {
            title: "an older serverless cluster with a minimum of one ACU",
            type: "aws:rds/cluster:Cluster",
            inputs: { scalingConfiguration: { minCapacity: 1 } },
            usd: 87.6, // 43.80 × 2
        },
        {
            title: "a cluster of three instances",
            type: "aws:rds/cluster:Cluster",
            inputs: { dbClusterInstanceClass: "db.t4g.medium" },
            usd: 159.87, // 53.29 × 3
        },
        {
            title: "an interface endpoint in two subnets",
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            inputs: { vpcEndpointType: "Interface", subnetIds: ["subnet-1", unknownValue] },
            usd: 14.6, // 7.30 × 2
        },
        {
            title: "an interface endpoint without subnets",
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            inputs: { vpcEndpointType: "Interface" },
            usd: 7.3,
        },
        {
            title: "a load balancer with addresses in two zones",
            type: "aws:lb/loadBalancer:LoadBalancer",
            inputs: { subnets: ["subnet-1", "subnet-2"] },
            usd: 23.73, // 16.43 + 3.65 × 2
        },
        {
            title: "an internal load balancer",
            type: "aws:alb/loadBalancer:LoadBalancer",
            inputs: { internal: true, subnets: ["subnet-1", "subnet-2"] },
            usd: 16.43,
        },
        {
            title: "an auto scaling group of up to three instances",
            type: "aws:autoscaling/group:Group",
            inputs: { maxSize: 3 },
            usd: 182.22,
        },
        { title: "a NAT gateway", type: "aws:ec2/natGateway:NatGateway", usd: 32.85 },
        {
            title: "a table with provisioned capacity in two regions",
            type: "aws:dynamodb/table:Table",
            inputs: { readCapacity: 10, writeCapacity: 2, replicas: [{ regionName: "eu-west-1" }] },
            usd: 3.796, // (0.0949 × 10 + 0.4745 × 2) × 2
        },
        {
            title: "a file system with provisioned throughput",
            type: "aws:efs/fileSystem:FileSystem",
            inputs: { provisionedThroughputInMibps: 10 },
            usd: 60,
        },
        {
            title: "an API's smallest cache",
            type: "aws:apigateway/stage:Stage",
            inputs: { cacheClusterEnabled: true, cacheClusterSize: "0.5" },
            usd: 14.6,
        },
        {
            title: "an API's larger cache, priced as the largest",
            type: "aws:apigateway/stage:Stage",
            inputs: { cacheClusterEnabled: true, cacheClusterSize: "1.6" },
            usd: 2_774,
        },
        {
            title: "Container Insights",
            type: "aws:ecs/cluster:Cluster",
            inputs: { settings: [{ name: "containerInsights", value: "enhanced" }] },
            usd: 3.5,
        },
        { title: "an alarm", type: "aws:cloudwatch/metricAlarm:MetricAlarm", inputs: { period: 300 }, usd: 0.1 },
        {
            title: "an alarm with a period of ten seconds",
            type: "aws:cloudwatch/metricAlarm:MetricAlarm",
            inputs: { period: 10 },
            usd: 0.3,
        },
        {
            title: "a Standard cluster",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { standard: {} },
            usd: 385,
        },
        {
            title: "an Enterprise cluster with other types unset",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { standard: [], enterprises: [{}] },
            usd: 895,
        },
        {
            title: "Stream Governance Advanced",
            type: "confluentcloud:index/environment:Environment",
            inputs: { streamGovernance: { package: "ADVANCED" } },
            usd: 730,
        },
        {
            title: "a running Flink statement",
            type: "confluentcloud:index/flinkStatement:FlinkStatement",
            usd: 153.3,
        },
        {
            title: "a connector with two tasks",
            type: "confluentcloud:index/connector:Connector",
            inputs: { configNonsensitive: { "tasks.max": "2" } },
            usd: 438,
        },
        {
            title: "an EC2 instance without a public address",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", associatePublicIpAddress: false },
            usd: 3.87, // 3.07 + 0.10 × 8
        },
        {
            title: "a Spot instance",
            type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
            inputs: { instanceType: "t4g.nano" },
            usd: 3.07,
        },
        {
            title: "a volume with the included 3,000 IOPS",
            type: "aws:ebs/volume:Volume",
            inputs: { size: 10, type: "gp3", iops: 3_000 },
            usd: 1,
        },
        {
            title: "a volume of type io2 without IOPS",
            type: "aws:ebs/volume:Volume",
            inputs: { size: 10, type: "io2" },
            usd: 1,
        },
        {
            title: "a volume with 1,000 additional IOPS",
            type: "aws:ebs/volume:Volume",
            inputs: { size: 10, type: "gp3", iops: 4_000 },
            usd: 66, // 0.10 × 10 + 0.065 × 1,000
        },
        {
            title: "a database in one zone with provisioned IOPS",
            type: "aws:rds/instance:Instance",
            inputs: { instanceClass: "db.t4g.micro", allocatedStorage: 20, storageType: "io1", iops: 1_000 },
            usd: 78.68, // 11.68 + 0.10 × 20 + 0.065 × 1,000
        },
        {
            title: "a small Aurora instance",
            type: "aws:rds/clusterInstance:ClusterInstance",
            inputs: { instanceClass: "db.t4g.medium" },
            usd: 53.29,
        },
        {
            title: "Container Insights next to a disabled setting",
            type: "aws:ecs/cluster:Cluster",
            inputs: { settings: [{ value: "disabled" }, { value: "enabled" }] },
            usd: 3.5,
        },
        {
            title: "an API's cache without a size",
            type: "aws:apigateway/stage:Stage",
            inputs: { cacheClusterEnabled: true },
            usd: 14.6,
        },
        {
            title: "an API's cache of 0.5 GB",
            type: "aws:apigateway/stage:Stage",
            inputs: { cacheClusterEnabled: true, cacheClusterSize: "0.5" },
            usd: 14.6,
        },
        {
            title: "another larger API's cache, priced as the largest",
            type: "aws:apigateway/stage:Stage",
            inputs: { cacheClusterEnabled: true, cacheClusterSize: "1" },
            usd: 2774,
        },
        {
            title: "an alarm with a period of a minute",
            type: "aws:cloudwatch/metricAlarm:MetricAlarm",
            inputs: { period: 60 },
            usd: 0.1,
        },
        {
            title: "a table billed by usage",
            type: "aws:dynamodb/table:Table",
            inputs: { billingMode: "PAY_PER_REQUEST", readCapacity: 9 },
            usd: 0,
        },
        { title: "an alarm without a period", type: "aws:cloudwatch/metricAlarm:MetricAlarm", usd: 0.1 },
        {
            title: "a connector without a number of tasks",
            type: "confluentcloud:index/connector:Connector",
            usd: 219,
        },
        { title: "a hosted zone", type: "aws:route53/zone:Zone", usd: 0.5 },
        {
            title: "a class without a price, priced as a large one",
            type: "aws:rds/clusterInstance:ClusterInstance",
            inputs: { instanceClass: "db.x" },
            usd: 198.6,
        },
    ];
    for (const { title, type, inputs, usd } of idle) {
        it(`of ${title} is ${usd}`, () => {
            const cost = costOf(type, inputs);
            assert.deepEqual([round(cost?.idle ?? 0), cost?.hour, cost?.usage], [usd, 0, 0]);
        });
    }

    const freeOfCharge: [title: string, type: string, inputs?: object][] = [
        ["a gateway endpoint", "aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" }],
        ["an endpoint of the default type", "aws:ec2/vpcEndpoint:VpcEndpoint"],
        ["a task definition (part of its service)", "aws:ecs/taskDefinition:TaskDefinition", { cpu: "256" }],
        ["a topic (part of its cluster)", "confluentcloud:index/kafkaTopic:KafkaTopic"],
        ["a launch template", "aws:ec2/launchTemplate:LaunchTemplate"],
        ["an API without a cache", "aws:apigateway/stage:Stage", { cacheClusterSize: "0.5" }],
        ["a cluster with Container Insights off", "aws:ecs/cluster:Cluster", { settings: [{ value: "disabled" }] }],
        ["a cluster without settings", "aws:ecs/cluster:Cluster"],
        ["a file system without provisioned throughput", "aws:efs/fileSystem:FileSystem"],
        ["a stopped Flink statement", "confluentcloud:index/flinkStatement:FlinkStatement", { stopped: true }],
        ["a network", "aws:ec2/vpc:Vpc"],
        ["a component", "devmin:demo:Network"],
        ["an environment with Essentials", "confluentcloud:index/environment:Environment"],
        ["an idle Basic cluster", "confluentcloud:index/kafkaCluster:KafkaCluster", { basic: { maxEcku: 1 } }],
    ];
    for (const [title, type, inputs] of freeOfCharge) {
        it(`of ${title} is 0`, () => assert.equal(costOf(type, inputs), undefined));
    }

    it("is 0 for three dashboards and counts the fourth", () => {
        const dashboard = resource("aws:cloudwatch/dashboard:Dashboard");
        assert.deepEqual(calculateCosts([dashboard, dashboard, dashboard]), []);
        assert.equal(addAmounts(calculateCosts([dashboard, dashboard, dashboard, dashboard])).idle, 3);
    });
    it("is 0 for two budget actions and counts the third", () => {
        const action = resource("aws:budgets/budgetAction:BudgetAction");
        assert.deepEqual(calculateCosts([action, action]), []);
        assert.equal(addAmounts(calculateCosts([action, action, action])).idle, 3.1);
    });
});

describe("the cost of a service", () => {
    // A quarter of a vCPU 7.3875, half a GB 1.625, an address 3.65: 12.6625 in 730 hours.
    it("is the hourly price of its task's vCPUs, memory and address", () => {
        assert.deepEqual(priceOfService(service()), { idle: 0, hour: 0.0173, atMost: undefined });
    });
    it("is multiplied by the number of tasks", () => {
        assert.equal(priceOfService(service({ desiredCount: 3 }))?.hour, 0.052); // 37.9875 in 730
    });
    it("is that of one task by default", () => {
        assert.equal(priceOfService(service({ desiredCount: undefined }))?.hour, 0.0173);
    });
    it("is 0 without tasks", () => {
        assert.equal(priceOfService(service({ desiredCount: 0 })), undefined);
    });
    it("is a fifth less on ARM", () => {
        // 5.91 + 1.30 + 3.65 = 10.86
        assert.equal(priceOfService(service(), { runtimePlatform: { cpuArchitecture: "ARM64" } })?.hour, 0.0149);
    });
    it("has no address without assignPublicIp", () => {
        assert.equal(priceOfService(service({ networkConfiguration: { assignPublicIp: false } }))?.hour, 0.0123);
    });
    it("includes disk beyond 20 GB", () => {
        // 0.08 × 80 = 6.40, with the rest 19.0625
        assert.equal(priceOfService(service(), { ephemeralStorage: { sizeInGib: 100 } })?.hour, 0.0261);
    });
    it("is marked as an upper bound on Spot", () => {
        const onSpot = { capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] };
        assert.deepEqual(priceOfService(service(onSpot)), { idle: 0, hour: 0.0173, atMost: true });
    });
    it("uses the task definition that its property depends on", () => {
        const its = { ...service(), propertyDependencies: { taskDefinition: [task({}).urn] } };
        assert.equal(priceOfService({ ...its, inputs: { ...its.inputs, taskDefinition: unknownValue } })?.hour, 0.0173);
    });
    it("is that of a large task without a dependency", () => {
        assert.equal(priceOfService({ ...service(), propertyDependencies: {} })?.hour, 0.0544);
    });
    it("is that of the most expensive definition of the stack while the ARN is unknown", () => {
        const large = task({ family: "other", cpu: "512" });
        const [cost] = calculateCosts([task({}), large, service({ taskDefinition: unknownValue })], nothingUsed);
        assert.equal(round(cost?.hour ?? 0), 0.0275); // 14.775 + 1.625 + 3.65 in 730
    });
    it("is that of one vCPU and two GB by default", () => {
        const [cost] = calculateCosts([task({ cpu: undefined, memory: undefined }), service()], nothingUsed);
        assert.equal(cost?.hour.toFixed(6), "0.054384"); // 29.55 + 3.25 × 2 + 3.65 = 39.70 in 730
    });
    it("is that of a large task for a definition outside of the stack", () => {
        // 29.55 + 3.25 × 2 + 3.65 = 39.70
        assert.equal(priceOfService(service({ taskDefinition: "elsewhere" }))?.hour, 0.0544);
    });
});

describe("the cost of usage", () => {
    const used: { title: string; type: string; inputs?: object; usage: Partial<Usage>; usd: number }[] = [
        {
            title: "a key's requests beyond 20,000",
            type: "aws:kms/key:Key",
            usage: { keyRequests: 120_000 },
            usd: 0.3, // 0.03 × 10
        },
        { title: "no requests of a key up to 20,000", type: "aws:kms/key:Key", usage: { keyRequests: 20_000 }, usd: 0 },
        {
            title: "a hundred million requests of a key",
            type: "aws:kms/key:Key",
            usage: { keyRequests: 100_020_000 },
            usd: 300,
        },
        {
            title: "ten million writes to a bucket",
            type: "aws:s3/bucket:Bucket",
            usage: { bucketWrites: 10_000_000 },
            usd: 50,
        },
        {
            title: "a hundred million reads of a bucket",
            type: "aws:s3/bucket:Bucket",
            usage: { bucketReads: 100_000_000 },
            usd: 40,
        },
        {
            title: "no hours of a cluster that is not Basic",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { standard: {} },
            usage: { busyHours: 100 },
            usd: 0,
        },
        {
            title: "requests for a secret",
            type: "aws:secretsmanager/secret:Secret",
            usage: { secretCalls: 20_000 },
            usd: 0.1,
        },
        {
            title: "storage and requests of a bucket",
            type: "aws:s3/bucket:Bucket",
            usage: { bucketGb: 10, bucketWrites: 4_000, bucketReads: 10_000 },
            usd: 0.254, // 0.23 + 0.02 + 0.004
        },
        {
            title: "data written to a log group",
            type: "aws:cloudwatch/logGroup:LogGroup",
            usage: { logGb: 3 },
            usd: 1.5,
        },
        {
            title: "traffic and storage of a Kafka cluster",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { basic: { maxEcku: 1 } },
            usage: { kafkaGb: 10, kafkaGbKept: 5, busyHours: 100 },
            usd: 0.9, // 0.50 + 0.40, and no eCKU beyond the first
        },
        {
            title: "each eCKU of a busy cluster except the first",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { basic: { maxEcku: 3 } },
            usage: { busyHours: 100 },
            usd: 28, // 0.14 × 100 × 2
        },
    ];
    for (const { title, type, inputs, usage, usd } of used) {
        it(`counts ${title}: ${usd}`, () => {
            const cost = costOf(type, inputs, usage);
            assert.equal(round(cost?.usage ?? 0), usd);
            assert.equal(cost?.notAssumed, undefined);
        });
    }
    it("counts the first request of a key beyond 20,000", () => {
        assert.ok(Number(costOf("aws:kms/key:Key", {}, { keyRequests: 20_001 })?.usage) > 0);
    });
    for (const type of [
        ...usageBilledTypes,
        "aws:cloudtrail/trail:Trail",
        "confluentcloud:index/flinkComputePool:FlinkComputePool",
    ]) {
        it(`of ${type} is reported as not assumed`, () => {
            assert.deepEqual(costOf(type), {
                ...{ urn: resource(type).urn, idle: 0, hour: 0, usage: 0 },
                ...{ assumed: [], notAssumed: true },
            });
        });
    }
    it("is free without usage for types that are billed by usage only", () => {
        for (const type of usageBilledTypes) assert.ok(isTypeMatch(freeTypes, type), type);
    });
    it("lists the assumptions it depends on", () => {
        const usage = { bucketGb: 1, bucketReads: 1_000 };
        assert.deepEqual(costOf("aws:s3/bucket:Bucket", {}, usage)?.assumed, ["bucketGb", "bucketReads"]);
    });
});

describe("the cost of a key in later years", () => {
    const key = (inputs: object) => costOf("aws:kms/key:Key", inputs);
    const cases: [title: string, inputs: object, years: number[]][] = [
        ["without rotation is constant", {}, [1, 1, 1]],
        ["with yearly rotation rises in the second and third year", { enableKeyRotation: true }, [1, 2, 3]],
        [
            "rotated every 90 days has both rotations in its first",
            { enableKeyRotation: true, rotationPeriodInDays: 90 },
            [3, 3, 3],
        ],
        [
            "rotated every 364 days has the first in its first",
            { enableKeyRotation: true, rotationPeriodInDays: 364 },
            [2, 3, 3],
        ],
        [
            "rotated every 1,200 days has none in three years",
            { enableKeyRotation: true, rotationPeriodInDays: 1_200 },
            [1, 1, 1],
        ],
        [
            "rotated every other year has the first in its third",
            { enableKeyRotation: true, rotationPeriodInDays: 730 },
            [1, 1, 2],
        ],
    ];
    for (const [title, inputs, years] of cases) {
        it(`of a key ${title}`, () => {
            const cost = key(inputs);
            assert.deepEqual(cost?.years, years);
            assert.equal(cost?.idle, years[0]);
        });
    }
    it("is that of the third year from then on", () => {
        const rotated = calculateCosts([resource("aws:kms/key:Key", { enableKeyRotation: true })])[0];
        assert.ok(rotated);
        assert.deepEqual(
            [1, 2, 3, 4, 10].map((year) => toCostInYear(year, rotated).idle),
            [1, 2, 3, 3, 3],
        );
    });
    it("is unchanged for other resources", () => {
        const [secret] = calculateCosts([resource("aws:secretsmanager/secret:Secret")]);
        assert.ok(secret);
        assert.deepEqual(toCostInYear(3, secret), secret);
    });
});

describe("an unknown cost", () => {
    const cases: { title: string; type: string; inputs?: object; unpriced: string; unlisted?: true }[] = [
        {
            title: "an unknown count",
            type: "aws:ecs/service:Service",
            inputs: { desiredCount: unknownValue },
            unpriced: `desiredCount ${unknownValueAdvice}`,
        },
        {
            title: "an unknown object",
            type: "confluentcloud:index/connector:Connector",
            inputs: { configNonsensitive: unknownValue },
            unpriced: `configNonsensitive.tasks.max ${unknownValueAdvice}`,
        },
        {
            title: "a secret size",
            type: "aws:ebs/volume:Volume",
            inputs: { size: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } },
            unpriced: "size is a secret",
        },
        {
            title: "an infinite size",
            type: "aws:ebs/volume:Volume",
            inputs: { size: Number.POSITIVE_INFINITY },
            unpriced: "size is Infinity, which is not a number from 0",
        },
        {
            title: "a size that is not a number",
            type: "aws:ebs/volume:Volume",
            inputs: { size: "large" },
            unpriced: 'size is "large", which is not a number from 0',
        },
        {
            title: "a size in another notation",
            type: "aws:ebs/volume:Volume",
            inputs: { size: "1e3" },
            unpriced: 'size is "1e3", which is not a number from 0',
        },
        {
            title: "a boolean in a string",
            type: "aws:rds/instance:Instance",
            inputs: { instanceClass: "db.t4g.micro", multiAz: "false" },
            unpriced: 'multiAz is "false", which is neither true nor false',
        },
        {
            title: "a disk that is a string",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", rootBlockDevice: "small" },
            unpriced: 'rootBlockDevice is "small", which is not an object',
        },
        {
            title: "a negative size",
            type: "aws:ebs/volume:Volume",
            inputs: { size: -8 },
            unpriced: "size is -8, which is not a number from 0",
        },
        {
            title: "a missing capacity",
            type: "aws:dynamodb/table:Table",
            unpriced: "readCapacity is not set, which is not a number from 0",
        },
        {
            title: "an unknown list",
            type: "aws:secretsmanager/secret:Secret",
            inputs: { replicas: unknownValue },
            unpriced: `replicas ${unknownValueAdvice}`,
        },
        {
            title: "an unknown disk",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", rootBlockDevice: unknownValue },
            unpriced: `rootBlockDevice ${unknownValueAdvice}`,
        },
        {
            title: "one unknown disk of several",
            type: "aws:ec2/instance:Instance",
            inputs: { instanceType: "t4g.nano", ebsBlockDevices: [{ volumeSize: 4 }, unknownValue] },
            unpriced: `ebsBlockDevices.1 ${unknownValueAdvice}`,
        },
        {
            title: "a cluster without a limit",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { basic: {} },
            unpriced: "basic.maxEcku is not set, which is not a number from 0",
        },
        {
            title: "a Dedicated cluster",
            type: "confluentcloud:index/kafkaCluster:KafkaCluster",
            inputs: { dedicated: { cku: 1 } },
            unpriced: "only Basic, Standard and Enterprise clusters have a public price",
        },
        {
            title: "a cluster link, whose price is not public",
            type: "confluentcloud:index/clusterLink:ClusterLink",
            unpriced: "the price of a cluster link or mirror is not public",
        },
        {
            title: "a class that is not a string",
            type: "aws:rds/clusterInstance:ClusterInstance",
            inputs: { instanceClass: 5 },
            unpriced: "instanceClass is 5, which is not a string",
        },
        {
            title: "replicas that are not a list",
            type: "aws:secretsmanager/secret:Secret",
            inputs: { replicas: "two" },
            unpriced: 'replicas is "two", which is not a list',
        },
        {
            title: "a long size, which is cut",
            type: "aws:ebs/volume:Volume",
            inputs: { size: "x".repeat(80) },
            unpriced: `size is "${"x".repeat(59)}, which is not a number from 0`,
        },
        {
            title: "a secret in a nested object",
            type: "confluentcloud:index/environment:Environment",
            inputs: { streamGovernance: { package: { "4dabf18193072939515e22adb298388d": "it", value: "x" } } },
            unpriced: "streamGovernance.package is a secret",
        },
        {
            title: "a type without a price",
            type: "aws:quicksight/accountSubscription:AccountSubscription",
            unpriced: "the price of aws:quicksight/accountSubscription:AccountSubscription is unknown",
            unlisted: true,
        },
    ];
    for (const { title, type, inputs, ...says } of cases) {
        it(`of ${title} counts as 0, with the reason`, () => {
            assert.deepEqual(costOf(type, inputs), {
                ...{ urn: resource(type).urn, idle: 0, hour: 0, usage: 0 },
                ...{ assumed: [], ...says },
            });
        });
    }
    it("of another provider's resource has a reason", () => {
        const bucket = { ...resource("gcp:storage/bucket:Bucket"), custom: true };
        assert.equal(calculateCosts([bucket])[0]?.unpriced, "the price of gcp:storage/bucket:Bucket is unknown");
    });
    it("does not occur in allowed declarations", () => {
        const declared: Declaration[] = Object.values(allowedDeclarations);
        const unpriced = calculateCosts(declared.map(({ type, props }) => resource(type, props))).filter(
            (cost) => cost.unpriced,
        );
        assert.deepEqual(unpriced, []);
    });
    it("is not another error, which is thrown", () => {
        const inputs = {
            get size() {
                throw new TypeError("broken");
            },
        };
        assert.throws(() => costOf("aws:ebs/volume:Volume", inputs), /broken/);
    });
    it("does not hide other costs", () => {
        const costs = calculateCosts([
            resource("aws:ebs/volume:Volume", { size: "large" }),
            resource("aws:ec2/eip:Eip"),
        ]);
        assert.equal(addAmounts(costs).idle, 3.65);
    });
    it("is detected by Pulumi's placeholder", () => {
        assert.equal(unknownValue, pulumi.runtime.unknownValue);
    });
});

describe("cost as shown", () => {
    it("is rounded to a millionth", () => {
        // 40 and 730 hours of 0.1, beside 1.901234….
        assert.deepEqual(toCostSums({ idle: 1.23456789, hour: 0.1, usage: 2 / 3 }), {
            idle: 1.234568,
            hour: 0.1,
            month: 5.901235,
            fullMonth: 74.901235,
        });
    });
});

describe("a month", () => {
    const amounts: CostAmounts = { idle: 2, hour: 0.01, usage: 0.5 };
    it("has the assumed hours of demo", () => {
        assert.equal(round(calculateMonth(amounts, { ...nothingUsed, demoHours: 40 })), 2.9);
    });
    it("has 730 hours if no lease ends", () => {
        assert.equal(round(calculateFullMonth(amounts)), 9.8);
    });

    const declarations: Declaration[] = [
        ...Object.values(allowedDeclarations),
        ...declarationsDeniedByProperty,
        ...declarationsDeniedByType,
    ];
    const amount = fc.constantFrom<unknown>(
        unknownValue,
        null,
        undefined,
        0,
        7,
        -1,
        "3",
        "-1",
        "NaN",
        Number.NaN,
        [],
        {},
        true,
    );
    const spoilt = fc
        .constantFrom(...declarations)
        .chain(({ type, props }) =>
            fc
                .dictionary(fc.constantFrom(...Object.keys(props), "desiredCount", "replicas"), amount, { maxKeys: 2 })
                .map((change): BillableResource => resource(type, { ...props, ...change })),
        );
    it("is the sum of its parts, none negative or NaN, with any declaration", () => {
        fc.assert(
            fc.property(fc.array(spoilt, { maxLength: 8 }), (stack) => {
                const costs = calculateCosts(stack);
                for (const { idle, hour, usage } of costs)
                    for (const usd of [idle, hour, usage]) assert.ok(usd >= 0 && Number.isFinite(usd));
                const sum = costs.map((cost) => calculateFullMonth(cost)).reduce((all, each) => all + each, 0);
                assert.ok(Math.abs(calculateFullMonth(addAmounts(costs)) - sum) < 1e-6);
            }),
            { numRuns: 500 },
        );
    });
    it("is unknown, not lower, where an input is unknown", () => {
        const decides = ["desiredCount", "size", "replicas", "maxSize", "multiAz", "instanceType", "vpcEndpointType"];
        for (const { type, props } of declarations) {
            for (const property of Object.keys(props).filter((each) => decides.includes(each))) {
                const [known] = calculateCosts([resource(type, props)]);
                const [blind] = calculateCosts([resource(type, { ...props, [property]: unknownValue })]);
                if (known && calculateFullMonth(known) > 0 && !blind?.unpriced)
                    assert.ok(blind && calculateFullMonth(blind) >= calculateFullMonth(known), `${type} ${property}`);
            }
        }
    });
});

describe("a user's file of the pack", () => {
    it("is in the pack's folder, or next to the node_modules it is installed in", () => {
        assert.deepEqual(locatePackFile("/clone/policy-pack", "usage.json"), {
            path: "/clone/policy-pack/usage.json",
            label: "policy-pack/usage.json",
        });
        assert.deepEqual(locatePackFile("/project/node_modules/devmin-policy-pack", "usage.json"), {
            path: "/project/devmin-usage.json",
            label: "devmin-usage.json",
        });
    });
});

describe("the assumed usage", () => {
    it("is the default where the file is empty", () => {
        const { usage, problems } = parseAssumedUsage("{}");
        assert.deepEqual(problems, []);
        for (const [name, { defaultValue }] of Object.entries(assumptions))
            assert.equal(usage[name as keyof Usage], defaultValue);
    });
    it("may be 0, and all hours of a month", () => {
        const { usage, problems } = parseAssumedUsage(
            '{ "demoHours": 730, "busyHours": 730, "kafkaGb": 0, "logGb": 0.5 }',
        );
        assert.deepEqual(problems, []);
        assert.deepEqual([usage.demoHours, usage.busyHours, usage.kafkaGb, usage.logGb], [730, 730, 0, 0.5]);
    });
    for (const name of ["demoHours", "busyHours"]) {
        it(`is at most the hours of a month: ${name}`, () => {
            assert.equal(parseAssumedUsage(JSON.stringify({ [name]: 731, kafkaGb: 2 })).problems.length, 1);
        });
    }
    it("is the file's, otherwise the default", () => {
        const { usage } = parseAssumedUsage('{ "demoHours": 160 }');
        assert.deepEqual([usage.demoHours, usage.kafkaGb], [160, assumptions.kafkaGb.defaultValue]);
    });
    const wrong: [title: string, json: string, says: RegExp][] = [
        [
            "a misspelt name",
            '{ "demoHour": 1 }',
            /^unknown assumption demoHour in policy-pack\/usage\.json: use one of demoHours, /,
        ],
        [
            "less than nothing",
            '{ "kafkaGb": -1 }',
            /^kafkaGb in .* is -1: it must be a number from 0, the GB a month into/,
        ],
        ["a string", '{ "kafkaGb": "1" }', /^kafkaGb in .* is "1": it must be a number from 0/],
        [
            "more hours than a month has",
            '{ "demoHours": 731 }',
            /is 731: it must be a number from 0 to 730, the hours a month/,
        ],
        ["a list", "[]", /^policy-pack\/usage\.json is not a JSON object/],
        ["invalid JSON", "{", /^policy-pack\/usage\.json is not a JSON object/],
    ];
    for (const [title, json, says] of wrong) {
        it(`is the default, with a problem, for ${title}`, () => {
            const { usage, problems } = parseAssumedUsage(json);
            assert.equal(problems.length, 1);
            assert.match(problems[0] as string, says);
            assert.deepEqual(usage, parseAssumedUsage("{}").usage);
        });
    }
});
