import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import { buildAwsClientConfig } from "../clients/aws";
import type { Environment } from "../environment";
import type { EnvironmentOutputs } from "./check";
import { findSchedule, type LeaseSchedule } from "./lease-schedule";

type DemoOutputs = EnvironmentOutputs["demo"];

/** A service of the demo, as declared and as the clouds have it. */
export interface DemoService {
    name: string;
    declared: DemoOutputs["runningServices"][string];
    /** Undefined where ECS has none that is active. */
    service?: Service;
    /** What ends its lease; undefined where Scheduler has none. */
    schedule?: LeaseSchedule;
}

/** Asks ECS and Scheduler for every service that demo says it has. */
export async function listDemoServices(env: Environment, demo: DemoOutputs): Promise<DemoService[]> {
    const declaredServices = Object.entries(demo.runningServices);
    const { services = [] } = await new ECSClient(buildAwsClientConfig(env)).send(
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
            schedule: await findSchedule(env, declared.scheduleName),
        })),
    );
}
