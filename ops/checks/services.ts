import type { Service } from "@aws-sdk/client-ecs";
import { formatTimestamp } from "../../lib/lease";
import type { Check } from "./check";
import { listDemoServices } from "./demo-services";
import { parseScheduleEnd } from "./lease-schedule";

/** A service that is up runs as many tasks as it should, of the definition it should, and is not on its way to failing. */
export const servicesCheck: Check = {
    claim: "every service of the demo runs as many tasks as it should",
    async findProblems(env, { demo }) {
        return (await listDemoServices(env, demo)).flatMap(({ name, declared, service, schedule }) =>
            service
                ? findServiceProblems(
                      name,
                      service,
                      declared.taskDefinitionArn,
                      schedule && parseScheduleEnd(schedule),
                      Date.now(),
                  )
                : [`${name} is not there`],
        );
    },
};

/** What is wrong with one service, whose lease ends at `end`. */
export function findServiceProblems(
    name: string,
    { runningCount = 0, desiredCount = 0, taskDefinition, deployments = [], events }: Service,
    taskDefinitionArn: string,
    end: number | undefined,
    now: number,
): string[] {
    if (desiredCount === 0 && end !== undefined && end <= now) {
        return [
            `${name} did not crash, its lease ended at ${formatTimestamp(end)}: bring it back with ./devmin up demo`,
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
