/** Calculates the cost of resources, for the policies, the ./devmin commands and each layer's program. */

import { autoScalingGroup } from "../catalogue/denied/autoscaling";
import {
    confluentTopic,
    connector,
    flinkStatement,
    kafkaCluster,
    streamGovernance,
} from "../catalogue/denied/confluent";
import { dynamoTable } from "../catalogue/denied/databases";
import { interfaceEndpoint, launchTemplate } from "../catalogue/denied/ec2";
import { containerInsights, ecsTaskDefinition } from "../catalogue/denied/ecs";
import { loadBalancer } from "../catalogue/denied/elasticloadbalancing";
import { kmsKey } from "../catalogue/denied/keys";
import { highResolutionAlarm } from "../catalogue/denied/observability";
import { rdsCluster } from "../catalogue/denied/rds";
import { apiCache } from "../catalogue/denied/serverless";
import { ebsVolume, efs } from "../catalogue/denied/storage";
import { usageBilledTypes } from "../catalogue/free";
import { type CostlyResource, costlyResources, freeTypes, isTypeMatch, kept } from "../catalogue/index";
import { type AssumptionName, assumedUsage, type Usage } from "./assumptions";
import { fargateArmPrices, fargateDiskPrices, fargatePrices } from "./fargate";
import {
    countItems,
    hasValue,
    type Inputs,
    readBlock,
    readBoolean,
    readList,
    readNumber,
    readString,
    UnpricedError,
    unknownValue,
} from "./inputs";
import { instanceClassPrices } from "./instance-prices";
import { isPriceable } from "./priceable";
import { getMonthlyUsd, hoursPerMonth, type PriceRow } from "./priced";

/** A resource as a policy, a state, a plan or a program has it. */
export interface BillableResource {
    urn: string;
    type: string;
    inputs: Inputs;
    /** Per property, the URNs that its value depends on; left out where that is unknown. */
    propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    /** Whether a provider creates it. @default true for types of AWS and Confluent */
    custom?: boolean;
}

/** The cost of a resource or a stack: USD in us-east-1, on demand. */
export interface CostAmounts {
    /** Per month of {@link hoursPerMonth} without usage and without a running lease. */
    idle: number;
    /** Per hour while its tasks run; the end of a lease stops them. */
    hour: number;
    /** Per month for the assumed usage, without the hours. */
    usage: number;
}

export interface Cost extends CostAmounts {
    urn: string;
    /** `idle` in each of its first years, for resources whose price rises; later years cost as much as the last one. */
    years?: readonly number[];
    /** Whether this is an upper bound: the price of a Spot task changes daily. */
    atMost?: true;
    /** The assumptions that `usage` depends on. */
    assumed: readonly AssumptionName[];
    /** Whether it is billed by usage about which nothing is assumed. */
    notAssumed?: true;
    /** Why its cost is unknown, as a phrase. It counts as 0, so a sum must be shown together with this. */
    unpriced?: string;
    /** Whether its type is in no list; require-known-price denies it. */
    unlisted?: true;
}

/** The default maximum of a stack, and of all layers together: USD a month. */
export const defaultMaxMonthlyUsd = 50;

/** The cost of a month with the assumed hours of demo. */
export const calculateMonth = ({ idle, hour, usage }: CostAmounts, { demoHours }: Usage = assumedUsage.usage) =>
    idle + demoHours * hour + usage;

/** The cost of a month if no lease ends: the upper bound that maxMonthlyUsd limits. */
export const calculateFullMonth = ({ idle, hour, usage }: CostAmounts) => idle + hoursPerMonth * hour + usage;

/** Cost as tables show it: USD in us-east-1, on demand. */
export interface CostSums {
    /** Per month without usage and without a running lease. */
    idle: number;
    /** Per hour while its tasks run. */
    hour: number;
    /** Per month as assumed: idle, demo's hours and usage. */
    month: number;
    /** Per month if no lease ends: the upper bound that maxMonthlyUsd limits. */
    fullMonth: number;
}

export const toCostSums = (amounts: CostAmounts): CostSums => ({
    idle: roundUsd(amounts.idle),
    hour: roundUsd(amounts.hour),
    month: roundUsd(calculateMonth(amounts)),
    fullMonth: roundUsd(calculateFullMonth(amounts)),
});

/** Rounds to a millionth, to remove floating-point noise. */
export const roundUsd = (usd: number) => Math.round(usd * 1e6) / 1e6;

export const addAmounts = (amounts: readonly CostAmounts[]): CostAmounts =>
    amounts.reduce<CostAmounts>(
        (sum, { idle, hour, usage }) => ({
            idle: sum.idle + idle,
            hour: sum.hour + hour,
            usage: sum.usage + usage,
        }),
        { idle: 0, hour: 0, usage: 0 },
    );

/** The same cost in year `year` (from 1), for resources whose price rises. */
export const toCostInYear = (year: number, cost: Cost): Cost => ({
    ...cost,
    idle: cost.years?.[Math.min(year, cost.years.length) - 1] ?? cost.idle,
});

/**
 * The cost of each resource of a stack, without the free ones. A resource whose cost is unknown is included, with the reason
 * in `unpriced`.
 */
export function calculateCosts(resources: readonly BillableResource[], usage: Usage = assumedUsage.usage): Cost[] {
    const countsByRow = new Map<PriceRow, number>();
    return resources
        .filter(({ type, custom }) => !isFree(type, custom))
        .map((resource): Cost => {
            const { urn, type, inputs } = resource;
            const zeroCost = { urn, idle: 0, hour: 0, usage: 0, assumed: [] };
            const priceRow = findPriceRow(type);
            if (!priceRow) {
                if (isTypeMatch(usageBilledTypes, type)) return { ...zeroCost, notAssumed: true };
                return { ...zeroCost, unlisted: true, unpriced: `the price of ${type} is unknown` };
            }
            const countBefore = countsByRow.get(priceRow) ?? 0;
            countsByRow.set(priceRow, countBefore + 1);
            const calculateCost = (): Cost => {
                const monthly = monthlyPriceByType[type]
                    ? monthlyPriceByType[type](inputs, resource, resources)
                    : readFirstPrice(priceRow);
                if (monthly === undefined || countBefore < (priceRow.freeCount ?? 0)) return zeroCost;
                return {
                    ...zeroCost,
                    ...(type === ecsServiceType ? toHourlyCost(inputs, monthly) : { idle: monthly }),
                    ...calculateUsage(priceRow, inputs, usage),
                    ...(yearlyPricesByType[type] && { years: yearlyPricesByType[type](inputs) }),
                };
            };
            try {
                return calculateCost();
            } catch (error) {
                if (!(error instanceof UnpricedError)) throw error;
                return { ...zeroCost, unpriced: error.message };
            }
        })
        .filter(({ idle, hour, usage: use, notAssumed, unpriced }) => idle || hour || use || notAssumed || unpriced);
}

/** Whether a resource costs nothing, with any inputs and any usage. */
export const isFree = (type: string, custom = false): boolean =>
    !isPriceable(type, custom) ||
    (!findPriceRow(type) && isTypeMatch(freeTypes, type) && !isTypeMatch(usageBilledTypes, type));

/** Allowed resources first: their rows have more details. */
const priceRows: readonly (PriceRow & Pick<CostlyResource, "types">)[] = [...Object.values(kept), ...costlyResources];
const findPriceRow = (type: string) => priceRows.find(({ types }) => types.includes(type));

function toHourlyCost(inputs: Inputs, monthly: number): Pick<Cost, "hour" | "atMost"> {
    const onSpot = readList(inputs, "capacityProviderStrategies").some(
        (each) => readString(each, "capacityProvider") === "FARGATE_SPOT",
    );
    return { hour: monthly / hoursPerMonth, ...(onSpot && { atMost: true }) };
}

/** The price of a resource without a formula: allowed, or present by a waiver. */
function readFirstPrice(row: PriceRow): number {
    if (row.monthly.length === 0 && !row.usage?.length)
        throw new UnpricedError(`the price of ${row.label} is not public`);
    return getMonthlyUsd(row);
}

function calculateUsage(
    { usage: unitPrices = [] }: PriceRow,
    inputs: Inputs,
    usage: Usage,
): Pick<Cost, "usage" | "assumed" | "notAssumed"> {
    const usageCosts = unitPrices.flatMap(({ usd, assumption: name, unitCount = 1, freeUnits = 0 }) => {
        if (!name) return [];
        const units = usage[name] * (usageMultipliers[name]?.(inputs) ?? 1);
        return [{ name, usd: (usd * Math.max(0, units - freeUnits)) / unitCount }];
    });
    return {
        usage: usageCosts.reduce((sum, { usd }) => sum + usd, 0),
        assumed: usageCosts.filter(({ usd }) => usd > 0).map(({ name }) => name),
        ...(unitPrices.length > 0 && usageCosts.length === 0 && { notAssumed: true }),
    };
}

/** How many times an assumption applies to a resource. */
const usageMultipliers: Partial<Record<AssumptionName, (inputs: Inputs) => number>> = {
    busyHours: (inputs) => (hasValue(inputs, "basic") ? Math.max(0, readNumber(inputs, "basic.maxEcku") - 1) : 0),
};

const ecsServiceType = "aws:ecs/service:Service";
const taskDefinitionType = "aws:ecs/taskDefinition:TaskDefinition";

/** A public address is billed in addition. */
const calculatePublicAddress = (isPublic: boolean) => (isPublic ? getMonthlyUsd(kept.publicAddress) : 0);
/** An unknown class counts as a large one. */
const findClassPrice = (name: string) => instanceClassPrices[name] ?? 198.6;
/** A disk has 8 GB by default; IOPS beyond those included in gp3 cost as much as provisioned ones. */
const calculateDisk = (inputs: Inputs, { size, type }: { size: string; type: string }) => {
    const included = readString(inputs, type).startsWith("io") ? 0 : 3_000;
    const iops = Math.max(0, readNumber(inputs, "iops", 0) - included);
    return getMonthlyUsd(ebsVolume) * readNumber(inputs, size, 8) + getMonthlyUsd(ebsVolume, 1) * iops;
};
const instanceDiskPaths = { size: "volumeSize", type: "volumeType" };

/**
 * USD a month of a resource while it exists, for types where that is not the first price of the row; undefined for resources
 * that are free with any usage, or billed with another resource.
 */
const monthlyPriceByType: Record<
    string,
    (inputs: Inputs, resource: BillableResource, all: readonly BillableResource[]) => number | undefined
> = {
    [ecsServiceType]: (inputs, resource, all) =>
        readNumber(inputs, "desiredCount", 1) *
        (Math.max(...findTaskDefinitions(resource, all).map(calculateTask)) +
            calculatePublicAddress(readBoolean(inputs, "networkConfiguration.assignPublicIp"))),
    "aws:ecs/cluster:Cluster": (inputs) =>
        readList(inputs, "settings").some((each) => readString(each, "value") !== "disabled")
            ? getMonthlyUsd(containerInsights)
            : 0,
    "aws:ec2/instance:Instance": (inputs) =>
        findClassPrice(readString(inputs, "instanceType")) +
        calculatePublicAddress(readBoolean(inputs, "associatePublicIpAddress", true)) +
        [readBlock(inputs, "rootBlockDevice"), ...readList(inputs, "ebsBlockDevices")]
            .map((disk) => calculateDisk(disk, instanceDiskPaths))
            .reduce((sum, each) => sum + each),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": (inputs) => findClassPrice(readString(inputs, "instanceType")),
    "aws:autoscaling/group:Group": (inputs) => getMonthlyUsd(autoScalingGroup) * readNumber(inputs, "maxSize"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs) =>
        ["", "Gateway"].includes(readString(inputs, "vpcEndpointType"))
            ? undefined
            : getMonthlyUsd(interfaceEndpoint) * Math.max(1, countItems(inputs, "subnetIds")),
    ...Object.fromEntries(
        loadBalancer.types.map((type) => [
            type,
            (inputs: Inputs) =>
                getMonthlyUsd(loadBalancer) +
                (readBoolean(inputs, "internal") ? 0 : getMonthlyUsd(loadBalancer, 1) * countItems(inputs, "subnets")),
        ]),
    ),
    "aws:rds/instance:Instance": (inputs) =>
        (findClassPrice(readString(inputs, "instanceClass")) +
            calculateDisk(inputs, { size: "allocatedStorage", type: "storageType" })) *
        (readBoolean(inputs, "multiAz") ? 2 : 1),
    "aws:rds/clusterInstance:ClusterInstance": (inputs) => findClassPrice(readString(inputs, "instanceClass")),
    // A Multi-AZ cluster is three instances; an idle serverless one runs at its minimum, priced per half an ACU.
    "aws:rds/cluster:Cluster": (inputs) =>
        (hasValue(inputs, "dbClusterInstanceClass")
            ? 3 * findClassPrice(readString(inputs, "dbClusterInstanceClass"))
            : 0) +
        2 *
            getMonthlyUsd(rdsCluster) *
            (readNumber(inputs, "serverlessv2ScalingConfiguration.minCapacity", 0) +
                readNumber(inputs, "scalingConfiguration.minCapacity", 0)),
    "aws:dynamodb/table:Table": (inputs) =>
        readString(inputs, "billingMode") === "PAY_PER_REQUEST"
            ? 0
            : (1 + countItems(inputs, "replicas")) *
              (getMonthlyUsd(dynamoTable) * readNumber(inputs, "readCapacity") +
                  getMonthlyUsd(dynamoTable, 1) * readNumber(inputs, "writeCapacity")),
    "aws:ebs/volume:Volume": (inputs) => calculateDisk(inputs, { size: "size", type: "type" }),
    "aws:efs/fileSystem:FileSystem": (inputs) =>
        getMonthlyUsd(efs) * readNumber(inputs, "provisionedThroughputInMibps", 0),
    "aws:apigateway/stage:Stage": (inputs) => {
        if (!readBoolean(inputs, "cacheClusterEnabled")) return 0;
        return getMonthlyUsd(apiCache, readNumber(inputs, "cacheClusterSize", 0.5) <= 0.5 ? 0 : 1);
    },
    "aws:secretsmanager/secret:Secret": (inputs) =>
        getMonthlyUsd(kept.managedSecrets) * (1 + countItems(inputs, "replicas")),
    "aws:kms/key:Key": (inputs) => calculateKeyInYear(inputs, 1),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (inputs) =>
        getMonthlyUsd(highResolutionAlarm, readNumber(inputs, "period", 60) < 60 ? 1 : 0),
    // The type of a cluster is the one of five properties that is set.
    "confluentcloud:index/kafkaCluster:KafkaCluster": (inputs) => {
        if (hasValue(inputs, "basic")) return 0;
        if (hasValue(inputs, "standard")) return getMonthlyUsd(kafkaCluster, 1);
        if (hasValue(inputs, "enterprises")) return getMonthlyUsd(kafkaCluster, 2);
        throw new UnpricedError("only Basic, Standard and Enterprise clusters have a public price");
    },
    "confluentcloud:index/environment:Environment": (inputs) =>
        readString(inputs, "streamGovernance.package") === "ADVANCED" ? getMonthlyUsd(streamGovernance) : 0,
    "confluentcloud:index/flinkStatement:FlinkStatement": (inputs) =>
        readBoolean(inputs, "stopped") ? 0 : getMonthlyUsd(flinkStatement),
    "confluentcloud:index/connector:Connector": (inputs) =>
        getMonthlyUsd(connector) * readNumber(inputs, ["configNonsensitive", "tasks.max"], 1),
    // Billed by usage only.
    "aws:cloudwatch/logGroup:LogGroup": () => 0,
    "confluentcloud:index/flinkComputePool:FlinkComputePool": () => 0,
    // Billed with the resource that starts or contains them.
    ...Object.fromEntries(
        [...ecsTaskDefinition.types, ...launchTemplate.types, ...confluentTopic.types, ...kept.s3Object.types].map(
            (type) => [type, () => undefined],
        ),
    ),
};

function calculateTask(task: Inputs): number {
    const rate = /^ARM/.test(readString(task, "runtimePlatform.cpuArchitecture")) ? fargateArmPrices : fargatePrices;
    return (
        (readNumber(task, "cpu", 1024) / 1024) * getMonthlyUsd(rate) +
        (readNumber(task, "memory", 2048) / 1024) * getMonthlyUsd(rate, 1) +
        Math.max(0, readNumber(task, "ephemeralStorage.sizeInGib", 20) - 20) * getMonthlyUsd(fargateDiskPrices)
    );
}

/**
 * The task definitions that a service may run: those its property depends on; where that is unknown, those of the same family,
 * or all of the stack while the ARN is unknown. A definition outside of the stack counts as a large one.
 */
function findTaskDefinitions(
    { inputs, propertyDependencies }: BillableResource,
    all: readonly BillableResource[],
): Inputs[] {
    const known = all.filter(({ type }) => type === taskDefinitionType);
    const candidates = propertyDependencies
        ? known.filter(({ urn }) => propertyDependencies.taskDefinition?.includes(urn))
        : known.filter(
              (task) =>
                  inputs.taskDefinition === unknownValue ||
                  readString(inputs, "taskDefinition").includes(`/${readString(task.inputs, "family")}:`),
          );
    return candidates.length ? candidates.map((task) => task.inputs) : [{}];
}

/** The price of a key at the end of a year: each of its first two rotations adds to it, later ones do not. */
function calculateKeyInYear(inputs: Inputs, year: number): number {
    const days = readNumber(inputs, "rotationPeriodInDays", 365);
    const rotations = readBoolean(inputs, "enableKeyRotation") ? Math.floor((year * 365 - 1) / days) : 0;
    return getMonthlyUsd(kmsKey) + getMonthlyUsd(kmsKey, 1) * Math.min(2, rotations);
}

const yearlyPricesByType: Record<string, (inputs: Inputs) => readonly number[]> = {
    "aws:kms/key:Key": (inputs) => [1, 2, 3].map((year) => calculateKeyInYear(inputs, year)),
};

/** `Service pulse`, from a URN. */
export function formatResourceLabel(urn: string): string {
    const [, , type = "", name = ""] = urn.split("::");
    return `${type.split(":").pop()} ${name}`;
}
