import type { PolicyResource } from "@pulumi/policy";
import { type Footgun, footguns, kept, type Priced } from "./catalogue";
import { classPrices } from "./catalogue/class-prices";
import { ecsService } from "./catalogue/ecs";
import { alarm } from "./catalogue/observability";

/** What one resource costs if it is there for a month of 730 hours, in USD in us-east-1, on demand; usage is not in it. */
export interface Cost {
    urn: string;
    usd: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a policy sees whatever the program declared, of whatever type.
type Props = Record<string, any>;
type PriceOf = (props: Props, resource: PolicyResource) => number;

/** A public address bills beside what has it. */
const address = (has: unknown) => (has ? usdOf(kept.publicAddress) : 0);
const gigabytes = (size: unknown) => 0.1 * Number(size ?? 8);
/** A class nobody has priced is counted as a large one. */
const classOf = (name: unknown) => classPrices[String(name)] ?? 198.6;
const usdOf = ({ monthly }: Priced, index = 0) => monthly[index]?.usd ?? 0;

/** How many of what is priced a resource is, where that is not one. */
const prices: Record<string, PriceOf> = {
    "aws:ecs/service:Service": ({ desiredCount, networkConfiguration }, { propertyDependencies }) => {
        const [task] = propertyDependencies.taskDefinition ?? [];
        const vCpus = Number(task?.props.cpu ?? 1024) / 1024;
        const gb = Number(task?.props.memory ?? 2048) / 1024;
        const each = vCpus * usdOf(ecsService) + gb * usdOf(ecsService, 1);
        return Number(desiredCount ?? 1) * (each + address(networkConfiguration?.assignPublicIp));
    },
    "aws:ec2/instance:Instance": ({ instanceType, associatePublicIpAddress, rootBlockDevice }) =>
        classOf(instanceType) + address(associatePublicIpAddress !== false) + gigabytes(rootBlockDevice?.volumeSize),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ({ instanceType }) => classOf(instanceType),
    "aws:rds/instance:Instance": ({ instanceClass, allocatedStorage, multiAz }) =>
        (classOf(instanceClass) + gigabytes(allocatedStorage)) * (multiAz ? 2 : 1),
    "aws:rds/clusterInstance:ClusterInstance": ({ instanceClass }) => classOf(instanceClass),
    "aws:ebs/volume:Volume": ({ size }) => gigabytes(size),
    "aws:secretsmanager/secret:Secret": ({ replicas }) => usdOf(kept.secrets) * (1 + (replicas?.length ?? 0)),
    "aws:cloudwatch/metricAlarm:MetricAlarm": () => usdOf(alarm),
    "confluentcloud:index/connector:Connector": ({ configNonsensitive }) =>
        219 * Number(configNonsensitive?.["tasks.max"] ?? 1),
    // Two budget actions are free, and a stack has no more of them.
    "aws:budgets/budgetAction:BudgetAction": () => 0,
    // At rest, and with what the rows let through, these cost nothing.
    ...Object.fromEntries(
        [
            ...["aws:ecs/taskDefinition:TaskDefinition", "aws:ecs/cluster:Cluster", "aws:dynamodb/table:Table"],
            ...["aws:cloudwatch/logGroup:LogGroup", "aws:ec2/vpcEndpoint:VpcEndpoint", "aws:rds/cluster:Cluster"],
            ...["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"],
            ...["aws:efs/fileSystem:FileSystem", "aws:apigateway/stage:Stage"],
            ...["confluentcloud:index/kafkaCluster:KafkaCluster", "confluentcloud:index/environment:Environment"],
            ...["confluentcloud:index/flinkComputePool:FlinkComputePool", "confluentcloud:index/kafkaTopic:KafkaTopic"],
            "confluentcloud:index/flinkStatement:FlinkStatement",
        ].map((type) => [type, () => 0]),
    ),
};

const rows: readonly (Priced & Pick<Footgun, "types">)[] = [...Object.values(kept), ...footguns];

/** What a resource costs; undefined for what has no price of its own. */
export function costOf(resource: PolicyResource): Cost | undefined {
    const row = rows.find(({ types }) => types.includes(resource.type));
    if (!row) return undefined;
    const usd = prices[resource.type]?.(resource.props, resource) ?? usdOf(row);
    return usd > 0 || Number.isNaN(usd) ? { urn: resource.urn, usd } : undefined;
}
