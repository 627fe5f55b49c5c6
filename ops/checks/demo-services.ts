import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../clients/aws";
import type { EnvironmentOutputs } from "../layer-outputs";
import { findSchedule, type LeaseSchedule } from "./lease-schedule";

type DemoOutputs = EnvironmentOutputs["demo"];

/** A service of demo, as declared and as it is in AWS. */
export interface DemoService {
    name: string;
    declared: DemoOutputs["runningServices"][string];
    /** Undefined when ECS has no active one. */
    service?: Service;
    /** The schedule that ends its lease; undefined when EventBridge Scheduler has none. */
    schedule?: LeaseSchedule;
}

/** The most services that DescribeServices takes; none is refused as well. */
const batchSize = 10;

/** Reads every service in demo's stack outputs from ECS and EventBridge Scheduler. */
export async function listDemoServices(aws: AwsClients, demo: DemoOutputs): Promise<DemoService[]> {
    const declaredServices = Object.entries(demo.runningServices);
    const names = declaredServices.map(([, { serviceName }]) => serviceName);
    const batches = Array.from({ length: Math.ceil(names.length / batchSize) }, (_, index) =>
        names.slice(index * batchSize, (index + 1) * batchSize),
    );
    const ecs = aws.create(ECSClient);
    const described = batches.map((services) =>
        ecs.send(new DescribeServicesCommand({ cluster: demo.clusterName, services })),
    );
    const services = (await Promise.all(described)).flatMap((response) => response.services ?? []);
    return Promise.all(
        declaredServices.map(async ([name, declared]) => ({
            name,
            declared,
            service: services.find((each) => each.serviceName === declared.serviceName && each.status === "ACTIVE"),
            schedule: await findSchedule(aws, declared.scheduleName),
        })),
    );
}
