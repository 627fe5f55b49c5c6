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

/** Reads every service in demo's stack outputs from ECS and EventBridge Scheduler. */
export async function listDemoServices(aws: AwsClients, demo: DemoOutputs): Promise<DemoService[]> {
    const declaredServices = Object.entries(demo.runningServices);
    const { services = [] } = await aws.create(ECSClient).send(
        new DescribeServicesCommand({
            cluster: demo.clusterName,
            services: declaredServices.map(([, { serviceName }]) => serviceName),
        }),
    );
    return Promise.all(
        declaredServices.map(async ([name, declared]) => ({
            name,
            declared,
            service: services.find((each) => each.serviceName === declared.serviceName && each.status === "ACTIVE"),
            schedule: await findSchedule(aws, declared.scheduleName),
        })),
    );
}
