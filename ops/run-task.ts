import { randomUUID } from "node:crypto";
import { DescribeTasksCommand, ECSClient, RunTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { waitUntil } from "../util/wait-until";
import { type AuditEntry, readVerdict, type Verdict } from "./audit/entry";
import { appendAuditEntry, readObjectBytes } from "./audit/log";
import type { AwsClients } from "./clients/aws";
import type { Environment } from "./environment";
import { readLayerOutputs } from "./layer-outputs";
import type { Log } from "./pulumi/cli";

export interface TaskRun {
    /** The run's id; its result is `runs/SERVICE/ID.json` in the evidence bucket. */
    id: string;
    result: { verdict: Verdict; rounds: number; events: number; problems: string[] };
    entry: AuditEntry;
}

/**
 * Runs a service's task once for a number of rounds, waits until it stops, and records its result in the audit log. `aws`: the
 * clients of demo's deployer; `auditor`: the auditor's, who alone writes to the log.
 */
export async function runTask(
    env: Environment,
    aws: AwsClients,
    auditor: AwsClients,
    { service, rounds, log, withinMs = 600_000 }: { service: string; rounds: number; log: Log; withinMs?: number },
): Promise<TaskRun> {
    const demo = await readLayerOutputs(env, aws, "demo");
    const running = demo.runningServices[service];
    if (!running) {
        throw new Error(
            `unknown service "${service}" in demo: name one of ${Object.keys(demo.runningServices).join(", ")}.`,
        );
    }
    const id = randomUUID();
    const ecs = aws.create(ECSClient);
    const { tasks = [], failures = [] } = await ecs.send(
        new RunTaskCommand({
            cluster: demo.clusterName,
            taskDefinition: running.taskDefinitionArn,
            propagateTags: "TASK_DEFINITION",
            capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
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
    if (!taskArn) throw new Error(`ECS did not start the task: ${failures.map(({ reason }) => reason).join(", ")}`);
    log(`started task ${taskArn.split("/").at(-1)}`);
    const task = await waitUntilStopped(ecs, demo.clusterName, taskArn, withinMs);
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

async function waitUntilStopped(ecs: ECSClient, cluster: string, taskArn: string, withinMs: number): Promise<Task> {
    return waitUntil(
        `the task ${taskArn} to stop`,
        async () => {
            const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }));
            const task = tasks[0];
            if (task?.lastStatus === "STOPPED") return { ready: true, value: task };
            const because = `its status is ${task?.lastStatus ?? "unknown"}; stop it with aws ecs stop-task --cluster ${cluster} --task ${taskArn}`;
            return { ready: false, because };
        },
        { withinMs, everyMs: 1_000 },
    );
}
