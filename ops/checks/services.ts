import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { awsConfig } from "../clouds";
import type { Check } from "./check";

/** A service that is up runs as many tasks as it should, of the definition it should, and is not on its way to failing. */
export const services: Check = {
    claim: "every service of the demo runs as many tasks as it should",
    async problems(env, { demo }) {
        const wanted = Object.entries(demo.runningServices);
        const { services: found = [] } = await new ECSClient(awsConfig(env)).send(
            new DescribeServicesCommand({
                cluster: demo.clusterName,
                services: wanted.map(([, { serviceName }]) => serviceName),
            }),
        );
        return wanted.flatMap(([name, { serviceName, taskDefinitionArn }]) => {
            const service = found.find((each) => each.serviceName === serviceName && each.status === "ACTIVE");
            if (!service) return [`${name} is not there`];
            const { runningCount = 0, desiredCount = 0, taskDefinition, deployments = [] } = service;
            const rollout = deployments.find(({ status }) => status === "PRIMARY")?.rolloutState;
            return [
                desiredCount > 0 && runningCount === desiredCount
                    ? ""
                    : `${name} runs ${runningCount} of ${desiredCount} tasks: ${service.events?.[0]?.message ?? "no reason given"}`,
                taskDefinition === taskDefinitionArn ? "" : `${name} runs ${taskDefinition}, not ${taskDefinitionArn}`,
                rollout === "FAILED" ? `the last deployment of ${name} failed` : "",
            ].filter(Boolean);
        });
    },
};
