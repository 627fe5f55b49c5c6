import { randomUUID } from "node:crypto";
import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { formatTimestamp } from "../lib/lease";
import { InterruptedError } from "../util/interrupted-error";
import { type Clock, type WaitOptions, waitUntil, wallClock } from "../util/wait-until";
import { type AuditEntry, readVerdict, type Verdict } from "./audit/entry";
import { appendAuditEntry } from "./audit/log";
import { addCapacityAdvice } from "./capacity-advice";
import { findSchedule } from "./checks/lease-schedule";
import { type AwsClients, readObjectBytes } from "./clients/aws";
import type { Environment } from "./environment";
import { readLayerOutputs } from "./layer-outputs";
import { readLease, readServiceLeaseEnd } from "./lease";
import type { Log } from "./pulumi/cli";

export interface TaskRun {
    /** The run's id; its result is `runs/SERVICE/ID.json` in the evidence bucket. */
    id: string;
    result: { verdict: Verdict; rounds: number; events: number; problems: string[] };
    entry: AuditEntry;
}

export interface RunTaskOptions {
    service: string;
    rounds: number;
    log: Log;
    /** Stops the task. */
    signal?: AbortSignal;
    /** After this time the task is stopped. @default 600_000 */
    withinMs?: number;
    /** @default the wall clock */
    clock?: Clock;
}

/**
 * Runs a service's task once for a number of rounds, waits until it stops, and records its result in the audit log. It runs within
 * demo's lease, as services do, and is stopped when that ends, when it takes too long and when the signal aborts. `aws`: the clients
 * of demo's deployer; `auditor`: the auditor's, who alone writes to the log.
 */
export async function runTask(
    env: Environment,
    aws: AwsClients,
    auditor: AwsClients,
    { service, rounds, log, signal, withinMs = 600_000, clock = wallClock }: RunTaskOptions,
): Promise<TaskRun> {
    readLease(env);
    const demo = await readLayerOutputs(env, aws, "demo");
    const running = demo.runningServices[service];
    if (!running) {
        throw new Error(
            `unknown service "${service}" in demo: name one of ${Object.keys(demo.runningServices).join(", ")}.`,
        );
    }
    const leaseMs = await readRemainingLease(aws, service, running.scheduleName, clock.now());
    const id = randomUUID();
    const ecs = aws.create(ECSClient);
    const { tasks = [], failures = [] } = await ecs.send(
        new RunTaskCommand({
            cluster: demo.clusterName,
            taskDefinition: running.taskDefinitionArn,
            propagateTags: "TASK_DEFINITION",
            capacityProviderStrategy: [{ capacityProvider: demo.capacityProvider, weight: 1 }],
            networkConfiguration: {
                awsvpcConfiguration: {
                    subnets: demo.subnetIds,
                    securityGroups: [demo.securityGroupId],
                    assignPublicIp: "ENABLED",
                },
            },
            overrides: {
                containerOverrides: [
                    {
                        name: service,
                        environment: [
                            { name: "ROUNDS", value: String(rounds) },
                            { name: "RUN_ID", value: id },
                        ],
                    },
                ],
            },
        }),
    );
    const taskArn = tasks[0]?.taskArn;
    if (!taskArn) {
        const reasons = failures.map(({ reason = "" }) => addCapacityAdvice(reason));
        throw new Error(`ECS did not start the task: ${reasons.join(", ")}`);
    }
    log(`started task ${taskArn.split("/").at(-1)}`);
    const options = { withinMs: Math.min(withinMs, leaseMs), everyMs: 1_000, signal, clock };
    const task = await waitUntilStopped(ecs, demo.clusterName, taskArn, options).catch(async (error: Error) => {
        await ecs.send(
            new StopTaskCommand({
                cluster: demo.clusterName,
                task: taskArn,
                reason: "./devmin run does not wait for it",
            }),
        );
        if (signal?.aborted)
            throw new InterruptedError("interrupted: the task was stopped, and is not in the audit log.");
        throw new Error(`${error.message}. The task was stopped${leaseMs <= withinMs ? ", as the lease ends" : ""}.`);
    });
    const container = task.containers?.find(({ name }) => name === service);
    if (container?.exitCode !== 0) {
        const why = [task.stoppedReason, container?.reason].filter(Boolean).join("; ");
        throw new Error(
            `${service} ended with exit code ${container?.exitCode ?? "none"} (${why}): see its logs in ${running.logGroup}`,
        );
    }
    const key = `runs/${service}/${id}.json`;
    const written = JSON.parse(
        Buffer.from(await readObjectBytes(auditor.create(S3Client), env.evidenceBucket, key)).toString("utf8"),
    );
    const result = { ...written, verdict: readVerdict(written.verdict) };
    const entry = await appendAuditEntry(env, auditor, {
        kind: "run",
        verdict: result.verdict,
        details: result,
        attach: [key],
    });
    return { id, result, entry };
}

/** The rest of a service's lease in milliseconds, as its schedule has it. Throws when it has ended, or is not bounded. */
async function readRemainingLease(
    aws: AwsClients,
    service: string,
    scheduleName: string,
    now: number,
): Promise<number> {
    const schedule = await findSchedule(aws, scheduleName);
    const end = readServiceLeaseEnd(schedule);
    if (end !== undefined && end > now) return end - now;
    const why = end === undefined ? "no schedule ends its lease" : `its lease ended at ${formatTimestamp(end)}`;
    throw new Error(`${service} runs no task: ${why}. Next: ./devmin up demo --lease 2h`);
}

async function waitUntilStopped(ecs: ECSClient, cluster: string, taskArn: string, options: WaitOptions): Promise<Task> {
    return waitUntil(
        `the task ${taskArn} to stop`,
        async () => {
            const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }));
            const task = tasks[0];
            if (task?.lastStatus === "STOPPED") return { ready: true, value: task };
            return { ready: false, because: `its status is ${task?.lastStatus ?? "unknown"}` };
        },
        options,
    );
}
