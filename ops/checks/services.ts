import type { Service } from "@aws-sdk/client-ecs";
import { writtenAs } from "../../lib/lease";
import { demoServices } from "../demo-services";
import { endOf } from "../schedule";
import type { Check } from "./check";

/** A service that is up runs as many tasks as it should, of the definition it should, and is not on its way to failing. */
export const services: Check = {
    claim: "every service of the demo runs as many tasks as it should",
    async problems(env, { demo }) {
        return (await demoServices(env, demo)).flatMap(({ name, declared, service, schedule }) =>
            service
                ? serviceProblems(name, service, declared.taskDefinitionArn, schedule && endOf(schedule), Date.now())
                : [`${name} is not there`],
        );
    },
};

/** What is wrong with one service, whose lease ends at `end`. */
export function serviceProblems(
    name: string,
    { runningCount = 0, desiredCount = 0, taskDefinition, deployments = [], events }: Service,
    taskDefinitionArn: string,
    end: number | undefined,
    now: number,
): string[] {
    if (desiredCount === 0 && end !== undefined && end <= now) {
        return [`${name} did not crash, its lease ended at ${writtenAs(end)}: bring it back with ./devmin up demo`];
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
