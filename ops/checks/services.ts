import type { Service } from "@aws-sdk/client-ecs";
import { formatTimestamp } from "../../lib/lease";
import type { Check } from "./check";
import { listDemoServices } from "./demo-services";
import { parseScheduleEnd } from "./lease-schedule";

/** A service runs as many tasks as desired, of the declared task definition, and its last deployment did not fail. */
export const servicesCheck: Check = {
    claim: "every service of demo runs as many tasks as desired",
    layers: ["demo"],
    async findProblems(_env, { demo }, { aws }) {
        return (await listDemoServices(aws, demo)).flatMap(({ name, declared, service, schedule }) =>
            service
                ? findServiceProblems(
                      name,
                      service,
                      declared.taskDefinitionArn,
                      schedule && parseScheduleEnd(schedule),
                      Date.now(),
                  )
                : [`${name} does not exist: run ./devmin up demo`],
        );
    },
};

/** What is wrong with one service, whose lease ends at `end`, in milliseconds since 1970. */
export function findServiceProblems(
    name: string,
    { runningCount = 0, desiredCount = 0, taskDefinition, deployments = [], events }: Service,
    taskDefinitionArn: string,
    end: number | undefined,
    now: number,
): string[] {
    if (desiredCount === 0 && end !== undefined && end <= now) {
        return [
            `${name} did not crash, its lease ended at ${formatTimestamp(end)}: start it again with ./devmin up demo`,
        ];
    }
    const rollout = deployments.find(({ status }) => status === "PRIMARY")?.rolloutState;
    return [
        desiredCount > 0 && runningCount === desiredCount
            ? ""
            : `${name} runs ${runningCount} of ${desiredCount} tasks: ${events?.[0]?.message ?? "no reason given"}`,
        taskDefinition === taskDefinitionArn ? "" : `${name} runs ${taskDefinition}, not ${taskDefinitionArn}`,
        rollout === "FAILED" ? `the last deployment of ${name} failed` : "",
    ].filter(Boolean);
}
