import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { Outputs } from "./checks/check";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";
import { type Schedule, scheduleOf } from "./schedule";

type Demo = Outputs["demo"];

/** A service of the demo, as declared and as the clouds have it. */
export interface DemoService {
    name: string;
    declared: Demo["runningServices"][string];
    /** Undefined where ECS has none that is active. */
    service?: Service;
    /** What ends its lease; undefined where Scheduler has none. */
    schedule?: Schedule;
}

/** Asks ECS and Scheduler for every service that demo says it has. */
export async function demoServices(env: Environment, demo: Demo): Promise<DemoService[]> {
    const wanted = Object.entries(demo.runningServices);
    const { services = [] } = await new ECSClient(awsConfig(env)).send(
        new DescribeServicesCommand({
            cluster: demo.clusterName,
            services: wanted.map(([, { serviceName }]) => serviceName),
        }),
    );
    return Promise.all(
        wanted.map(async ([name, declared]) => ({
            name,
            declared,
            service: services.find((each) => each.serviceName === declared.serviceName && each.status === "ACTIVE"),
            schedule: await scheduleOf(env, declared.scheduleName),
        })),
    );
}
