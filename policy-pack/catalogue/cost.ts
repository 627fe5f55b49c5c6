/** What resources cost: the one computation, for the pack, the verbs and each layer's own program. */
import { type AssumptionName, assumed, type Usage } from "./assumptions";
import { autoScalingGroup } from "./autoscaling";
import { classPrices } from "./class-prices";
import { connector, flinkStatement, kafkaCluster, streamGovernance, topic } from "./confluent";
import { dynamoTable } from "./databases";
import { interfaceEndpoint, launchTemplate } from "./ec2";
import { containerInsights, taskSize } from "./ecs";
import { loadBalancer } from "./elasticloadbalancing";
import { fargate, fargateDisk, fargateOnArm } from "./fargate";
import { byUse } from "./free";
import { type Footgun, footguns, free, isOneOf, kept } from "./index";
import {
    blockAt,
    countAt,
    flagAt,
    type Inputs,
    isAt,
    listAt,
    numberAt,
    textAt,
    Unpriced,
    unknownValue,
} from "./inputs";
import { kmsKey } from "./keys";
import { alarm } from "./observability";
import { isPriceable } from "./priceable";
import { monthHours, type Priced, usdOf } from "./priced";
import { rdsCluster } from "./rds";
import { apiCache } from "./serverless";
import { ebsVolume, efs } from "./storage";

/** A resource as whoever asks has it: a policy, a state, a plan or a program. */
export interface Billed {
    urn: string;
    type: string;
    inputs: Inputs;
    /** Per property, the URNs of what its value was made from; left out: nobody knows. */
    madeFrom?: Readonly<Record<string, readonly string[]>>;
    /** Whether a provider makes it. @default whether its type is one of AWS or Confluent */
    custom?: boolean;
}

/** What one resource, or all of a stack, costs: USD in us-east-1, on demand. */
export interface Amounts {
    /** A month of {@link monthHours} in which nobody uses it and no lease runs. */
    idle: number;
    /** An hour in which its tasks run; a lease's end stops them. */
    hour: number;
    /** A month of what it is assumed to be used, beside the hours. */
    usage: number;
}

/** What one resource costs. */
export interface Cost extends Amounts {
    urn: string;
    /** What `idle` comes to in its first years, of which the last goes on; of what may become dearer. */
    years?: readonly number[];
    /** Whether it may well cost less: what a task on Spot costs changes by the day. */
    atMost?: true;
    /** What of the assumptions `usage` goes by. */
    assumed: readonly AssumptionName[];
    /** Whether it bills by use, and nothing is assumed about that. */
    notAssumed?: true;
    /** Why nobody can tell what it costs, as a phrase; it counts as nothing then, so whoever shows a sum shows this as well. */
    unpriced?: string;
    /** Whether that is because its type is in no list, which is for another rule to refuse. */
    unlisted?: true;
}

/** The ceiling of a stack, and of all layers together, where nobody sets another: USD a month. */
export const usualCeiling = 50;

/** What a month comes to with demo up as long as is assumed. */
export const monthOf = ({ idle, hour, usage }: Amounts, { demoHours }: Usage = assumed.usage) =>
    idle + demoHours * hour + usage;

/** What it comes to if no lease ends: the most a month can cost, and what a ceiling is for. */
export const fullMonthOf = ({ idle, hour, usage }: Amounts) => idle + monthHours * hour + usage;

/** What amounts come to, as a table shows them: USD in us-east-1, on demand. */
export interface Sums {
    /** A month in which nobody uses it and no lease runs. */
    idle: number;
    /** An hour in which its tasks run. */
    hour: number;
    /** A month as assumed: idle, demo's hours, and what is used. */
    month: number;
    /** A month in which no lease ends: the most it can cost, and what a ceiling is for. */
    fullMonth: number;
}

export const sumsOf = (amounts: Amounts): Sums => ({
    idle: rounded(amounts.idle),
    hour: rounded(amounts.hour),
    month: rounded(monthOf(amounts)),
    fullMonth: rounded(fullMonthOf(amounts)),
});

/** To a millionth: a number to be read, without what is left of adding fractions. */
export const rounded = (usd: number) => Math.round(usd * 1e6) / 1e6;

/** All together. */
export const totalOf = (amounts: readonly Amounts[]): Amounts =>
    amounts.reduce<Amounts>(
        (sum, { idle, hour, usage }) => ({
            idle: sum.idle + idle,
            hour: sum.hour + hour,
            usage: sum.usage + usage,
        }),
        { idle: 0, hour: 0, usage: 0 },
    );

/** The same in the year `year` of everything that becomes dearer with the years. */
export const inYear = (year: number, cost: Cost): Cost => ({
    ...cost,
    idle: cost.years?.[Math.min(year, cost.years.length) - 1] ?? cost.idle,
});

/**
 * What each of a stack's resources costs; nothing of those that cost nothing, whatever is done with them. One that nobody
 * can price is there, and says why.
 */
export function costsOf(resources: readonly Billed[], usage: Usage = assumed.usage): Cost[] {
    const before = new Map<Priced, number>();
    return resources
        .filter(({ type, custom }) => !isFree(type, custom))
        .map((resource): Cost => {
            const { urn, type, inputs } = resource;
            const nothing = { urn, idle: 0, hour: 0, usage: 0, assumed: [] };
            const row = rowOf(type);
            if (!row) {
                if (isOneOf(byUse, type)) return { ...nothing, notAssumed: true };
                return { ...nothing, unlisted: true, unpriced: `nobody has looked up the price of ${type}` };
            }
            const had = before.get(row) ?? 0;
            before.set(row, had + 1);
            const price = (): Cost => {
                const monthly = prices[type] ? prices[type](inputs, resource, resources) : firstOf(row);
                if (monthly === undefined || had < (row.free ?? 0)) return nothing;
                return {
                    ...nothing,
                    ...(type === service ? whileItRuns(inputs, monthly) : { idle: monthly }),
                    ...used(row, inputs, usage),
                    ...(years[type] && { years: years[type](inputs) }),
                };
            };
            try {
                return price();
            } catch (error) {
                if (!(error instanceof Unpriced)) throw error;
                return { ...nothing, unpriced: error.message };
            }
        })
        .filter(({ idle, hour, usage: use, notAssumed, unpriced }) => idle || hour || use || notAssumed || unpriced);
}

/** Whether a resource costs nothing, whatever it was declared with and however much it is used. */
export const isFree = (type: string, custom = false): boolean =>
    !isPriceable(type, custom) || (!rowOf(type) && isOneOf(free, type) && !isOneOf(byUse, type));

/** What is kept comes first: of what may be there its row knows more. */
const rows: readonly (Priced & Pick<Footgun, "types">)[] = [...Object.values(kept), ...footguns];
const rowOf = (type: string) => rows.find(({ types }) => types.includes(type));

function whileItRuns(inputs: Inputs, monthly: number): Pick<Cost, "hour" | "atMost"> {
    const onSpot = listAt(inputs, "capacityProviderStrategies").some(
        (each) => textAt(each, "capacityProvider") === "FARGATE_SPOT",
    );
    return { hour: monthly / monthHours, ...(onSpot && { atMost: true }) };
}

/** What has no formula of its own is here by a waiver, or costs what its row says. */
function firstOf(row: Priced): number {
    if (row.monthly.length === 0 && !row.usage?.length) throw new Unpriced(`the price of ${row.what} is not public`);
    return usdOf(row);
}

function used(
    { usage: meters = [] }: Priced,
    inputs: Inputs,
    usage: Usage,
): Pick<Cost, "usage" | "assumed" | "notAssumed"> {
    const counted = meters.flatMap(({ usd, assumed: name, per = 1, included = 0 }) => {
        if (!name) return [];
        const units = usage[name] * (severalTimes[name]?.(inputs) ?? 1);
        return [{ name, usd: (usd * Math.max(0, units - included)) / per }];
    });
    return {
        usage: counted.reduce((sum, { usd }) => sum + usd, 0),
        assumed: counted.filter(({ usd }) => usd > 0).map(({ name }) => name),
        ...(meters.length > 0 && counted.length === 0 && { notAssumed: true }),
    };
}

/** What an assumption is about once for each of something. */
const severalTimes: Partial<Record<AssumptionName, (inputs: Inputs) => number>> = {
    busyHours: (inputs) => (isAt(inputs, "basic") ? Math.max(0, numberAt(inputs, "basic.maxEcku") - 1) : 0),
};

const service = "aws:ecs/service:Service";
const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

/** A public address bills beside what has it. */
const address = (has: boolean) => (has ? usdOf(kept.publicAddress) : 0);
/** A class nobody has priced is counted as a large one. */
const classOf = (name: string) => classPrices[name] ?? 198.6;
/** A disk of 8 GB where nobody says; IOPS beyond what gp3 comes with at what provisioned ones cost. */
const diskOf = (inputs: Inputs, { size, type }: { size: string; type: string }) => {
    const included = textAt(inputs, type).startsWith("io") ? 0 : 3_000;
    const iops = Math.max(0, numberAt(inputs, "iops", 0) - included);
    return usdOf(ebsVolume) * numberAt(inputs, size, 8) + usdOf(ebsVolume, 1) * iops;
};
const ofInstance = { size: "volumeSize", type: "volumeType" };

/**
 * USD a month of a resource while it is there, where that is not just its row's first price; undefined for what is free
 * however much it is used, or on the bill of something else.
 */
const prices: Record<string, (inputs: Inputs, resource: Billed, all: readonly Billed[]) => number | undefined> = {
    [service]: (inputs, resource, all) =>
        numberAt(inputs, "desiredCount", 1) *
        (Math.max(...tasksOf(resource, all).map(priceOfTask)) +
            address(flagAt(inputs, "networkConfiguration.assignPublicIp"))),
    "aws:ecs/cluster:Cluster": (inputs) =>
        listAt(inputs, "settings").some((each) => textAt(each, "value") !== "disabled") ? usdOf(containerInsights) : 0,
    "aws:ec2/instance:Instance": (inputs) =>
        classOf(textAt(inputs, "instanceType")) +
        address(flagAt(inputs, "associatePublicIpAddress", true)) +
        [blockAt(inputs, "rootBlockDevice"), ...listAt(inputs, "ebsBlockDevices")]
            .map((disk) => diskOf(disk, ofInstance))
            .reduce((sum, each) => sum + each),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": (inputs) => classOf(textAt(inputs, "instanceType")),
    "aws:autoscaling/group:Group": (inputs) => usdOf(autoScalingGroup) * numberAt(inputs, "maxSize"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs) =>
        ["", "Gateway"].includes(textAt(inputs, "vpcEndpointType"))
            ? undefined
            : usdOf(interfaceEndpoint) * Math.max(1, countAt(inputs, "subnetIds")),
    ...Object.fromEntries(
        loadBalancer.types.map((type) => [
            type,
            (inputs: Inputs) =>
                usdOf(loadBalancer) +
                (flagAt(inputs, "internal") ? 0 : usdOf(loadBalancer, 1) * countAt(inputs, "subnets")),
        ]),
    ),
    "aws:rds/instance:Instance": (inputs) =>
        (classOf(textAt(inputs, "instanceClass")) + diskOf(inputs, { size: "allocatedStorage", type: "storageType" })) *
        (flagAt(inputs, "multiAz") ? 2 : 1),
    "aws:rds/clusterInstance:ClusterInstance": (inputs) => classOf(textAt(inputs, "instanceClass")),
    // A Multi-AZ cluster is three instances; a serverless one rests at its floor, which is priced by the half ACU.
    "aws:rds/cluster:Cluster": (inputs) =>
        (isAt(inputs, "dbClusterInstanceClass") ? 3 * classOf(textAt(inputs, "dbClusterInstanceClass")) : 0) +
        2 *
            usdOf(rdsCluster) *
            (numberAt(inputs, "serverlessv2ScalingConfiguration.minCapacity", 0) +
                numberAt(inputs, "scalingConfiguration.minCapacity", 0)),
    "aws:dynamodb/table:Table": (inputs) =>
        textAt(inputs, "billingMode") === "PAY_PER_REQUEST"
            ? 0
            : (1 + countAt(inputs, "replicas")) *
              (usdOf(dynamoTable) * numberAt(inputs, "readCapacity") +
                  usdOf(dynamoTable, 1) * numberAt(inputs, "writeCapacity")),
    "aws:ebs/volume:Volume": (inputs) => diskOf(inputs, { size: "size", type: "type" }),
    "aws:efs/fileSystem:FileSystem": (inputs) => usdOf(efs) * numberAt(inputs, "provisionedThroughputInMibps", 0),
    "aws:apigateway/stage:Stage": (inputs) => {
        if (!flagAt(inputs, "cacheClusterEnabled")) return 0;
        return usdOf(apiCache, numberAt(inputs, "cacheClusterSize", 0.5) <= 0.5 ? 0 : 1);
    },
    "aws:secretsmanager/secret:Secret": (inputs) => usdOf(kept.secrets) * (1 + countAt(inputs, "replicas")),
    "aws:kms/key:Key": (inputs) => keyInYear(inputs, 1),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (inputs) => usdOf(alarm, numberAt(inputs, "period", 60) < 60 ? 1 : 0),
    // Which of five kinds it is says which of five properties is there.
    "confluentcloud:index/kafkaCluster:KafkaCluster": (inputs) => {
        if (isAt(inputs, "basic")) return 0;
        if (isAt(inputs, "standard")) return usdOf(kafkaCluster, 1);
        if (isAt(inputs, "enterprises")) return usdOf(kafkaCluster, 2);
        throw new Unpriced("only of Basic, Standard and Enterprise clusters the price is public");
    },
    "confluentcloud:index/environment:Environment": (inputs) =>
        textAt(inputs, "streamGovernance.package") === "ADVANCED" ? usdOf(streamGovernance) : 0,
    "confluentcloud:index/flinkStatement:FlinkStatement": (inputs) =>
        flagAt(inputs, "stopped") ? 0 : usdOf(flinkStatement),
    "confluentcloud:index/connector:Connector": (inputs) =>
        usdOf(connector) * numberAt(inputs, ["configNonsensitive", "tasks.max"], 1),
    // These bill by use alone.
    "aws:cloudwatch/logGroup:LogGroup": () => 0,
    "confluentcloud:index/flinkComputePool:FlinkComputePool": () => 0,
    // These are on the bill of what starts or keeps them.
    ...Object.fromEntries(
        [...taskSize.types, ...launchTemplate.types, ...topic.types, ...kept.object.types].map((type) => [
            type,
            () => undefined,
        ]),
    ),
};

function priceOfTask(task: Inputs): number {
    const rate = /^ARM/.test(textAt(task, "runtimePlatform.cpuArchitecture")) ? fargateOnArm : fargate;
    return (
        (numberAt(task, "cpu", 1024) / 1024) * usdOf(rate) +
        (numberAt(task, "memory", 2048) / 1024) * usdOf(rate, 1) +
        Math.max(0, numberAt(task, "ephemeralStorage.sizeInGib", 20) - 20) * usdOf(fargateDisk)
    );
}

/**
 * What a service may run: what its property was made from; where nobody knows that, the definition of that family, or any of
 * the stack's while its ARN is unknown. One that is not of this stack counts as a large one.
 */
function tasksOf({ inputs, madeFrom }: Billed, all: readonly Billed[]): Inputs[] {
    const known = all.filter(({ type }) => type === taskDefinition);
    const may = madeFrom
        ? known.filter(({ urn }) => madeFrom.taskDefinition?.includes(urn))
        : known.filter(
              (task) =>
                  inputs.taskDefinition === unknownValue ||
                  textAt(inputs, "taskDefinition").includes(`/${textAt(task.inputs, "family")}:`),
          );
    return may.length ? may.map((task) => task.inputs) : [{}];
}

/** Each of its first two rotations makes a key dearer, those after them do not; at the end of that year. */
function keyInYear(inputs: Inputs, year: number): number {
    const days = numberAt(inputs, "rotationPeriodInDays", 365);
    const rotations = flagAt(inputs, "enableKeyRotation") ? Math.floor((year * 365 - 1) / days) : 0;
    return usdOf(kmsKey) + usdOf(kmsKey, 1) * Math.min(2, rotations);
}

const years: Record<string, (inputs: Inputs) => readonly number[]> = {
    "aws:kms/key:Key": (inputs) => [1, 2, 3].map((year) => keyInYear(inputs, year)),
};

/** `Service pulse`, of a URN. */
export function nameIn(urn: string): string {
    const [, , type = "", name = ""] = urn.split("::");
    return `${type.split(":").pop()} ${name}`;
}
