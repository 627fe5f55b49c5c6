import { CloudWatchLogsClient, GetLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import {
    ClusterNotFoundException,
    type Container,
    type Deployment,
    DescribeServicesCommand,
    DescribeTasksCommand,
    ECSClient,
    ListServicesCommand,
    ListTasksCommand,
    type Service,
    type ServiceEvent,
    type Task,
} from "@aws-sdk/client-ecs";
import { buildName } from "../lib/names";
import { type Clock, wallClock } from "../util/wait-until";
import { addCapacityAdvice } from "./capacity-advice";
import type { AwsClients } from "./clients/aws";
import type { Environment } from "./environment";
import type { Log } from "./pulumi/cli";

/** As many failures as ECS' deployment circuit breaker takes for a small service. */
const maxFailedTasks = 3;
/** Why a task stopped that was not asked to. Others: a user, a Spot interruption, an earlier deployment that is done. */
const failureCodes = ["EssentialContainerExited", "TaskFailedToStart", "ServiceSchedulerInitiated"];
const lastLineCount = 5;

export interface WatchServicesOptions {
    log: Log;
    /** What is not looked at: the ids that `listDeploymentAndEventIds` found before the update. */
    earlierIds: ReadonlySet<string>;
    /** Ends the watch, after one last look. */
    signal: AbortSignal;
    /** Time between two looks. @default 5_000 */
    everyMs?: number;
    /** @default the wall clock */
    clock?: Clock;
}

/** The ids of the deployments and events that demo's services have now. */
export async function listDeploymentAndEventIds(env: Environment, aws: AwsClients): Promise<ReadonlySet<string>> {
    const services = await listServices(aws.create(ECSClient), buildName({ ...env, layer: "demo" }, "cluster"));
    const known = services.flatMap(({ deployments = [], events = [] }) => [...deployments, ...events]);
    return new Set(known.flatMap(({ id }) => id ?? []));
}

/**
 * Watches demo's services while Pulumi waits for them, and logs what their tasks say when they stop. Resolves with the reason as
 * soon as a service cannot become steady, or with undefined when the signal aborts. ECS itself counts only tasks that stop before
 * they run: a program that starts and exits is started again and again, and Pulumi waits until its timeout.
 *
 * Source: "Amazon ECS service throttle logic" and "deployment circuit breaker" in the Amazon ECS Developer Guide.
 */
export async function watchServices(
    env: Environment,
    aws: AwsClients,
    { log, earlierIds, signal, everyMs = 5_000, clock = wallClock }: WatchServicesOptions,
): Promise<string | undefined> {
    const said = new Set<string>();
    const sayOnce: SayOnce = async (key, describe) => {
        if (said.has(key)) return false;
        said.add(key);
        log(await describe());
        return true;
    };
    for (;;) {
        const isLast = signal.aborted;
        const reason = await findFailedService(env, aws, earlierIds, sayOnce).catch(async ({ message }: Error) => {
            // Pulumi goes on, and has the last word.
            await sayOnce(message, async () => `the services of demo cannot be watched (${message})`);
            return undefined;
        });
        if (reason || isLast) return reason;
        await clock.sleep(everyMs, signal);
    }
}

/** Says something about a subject unless that was said before. Resolves with whether it was said now. */
type SayOnce = (subject: string, describe: () => Promise<string>) => Promise<boolean>;

async function findFailedService(
    env: Environment,
    aws: AwsClients,
    earlierIds: ReadonlySet<string>,
    sayOnce: SayOnce,
): Promise<string | undefined> {
    const ecs = aws.create(ECSClient);
    const cluster = buildName({ ...env, layer: "demo" }, "cluster");
    const isNew = ({ id = "" }: Deployment | ServiceEvent) => !earlierIds.has(id);
    for (const service of await listServices(ecs, cluster)) {
        const { serviceName = "", deployments = [], events = [] } = service;
        const name = shortenName(env, serviceName);
        const deployment = deployments.find(({ status }) => status === "PRIMARY");
        if (!deployment || !isNew(deployment)) continue;
        for (const { message = "" } of events.filter(isNew))
            if (message.includes("unable to place a task"))
                await sayOnce(message, async () => `${name}: ${addCapacityAdvice(message)}`);
        const tasks = await listFailedTasks(ecs, cluster, service, deployment.id);
        const describe = async (task: Task) => `${name}: ${await describeStop(aws, serviceName, task)}`;
        for (const task of tasks) await sayOnce(task.taskArn ?? "", () => describe(task));
        const isFailed = deployment.rolloutState === "FAILED";
        if (isFailed && tasks.length === 0) {
            // A deployment whose image is not found fails before its first task, which says why, has stopped: one more look.
            const isNews = await sayOnce(`${deployment.id}`, async () => `${name}: ${deployment.rolloutStateReason}`);
            if (isNews) continue;
        }
        const breaker = isFailed ? ` (${deployment.rolloutStateReason})` : "";
        if (breaker || tasks.length >= maxFailedTasks) {
            const [last] = tasks;
            return (
                `${name} does not become steady: ${tasks.length} of its tasks stopped${breaker}. ` +
                `${last ? `The last one: ${await describe(last)}\n` : ""}` +
                "ECS keeps starting tasks, which cost by the minute: repair the program or its settings and run ./devmin up demo, " +
                "or remove it with ./devmin destroy demo."
            );
        }
    }
    return undefined;
}

/** None while the cluster does not exist yet. */
async function listServices(ecs: ECSClient, cluster: string): Promise<Service[]> {
    try {
        const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster, maxResults: 10 }));
        if (serviceArns.length === 0) return [];
        return (await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }))).services ?? [];
    } catch (error) {
        if (error instanceof ClusterNotFoundException) return [];
        throw error;
    }
}

/** The tasks of a deployment that stopped by themselves, the last one first. ECS lists stopped tasks for an hour. */
async function listFailedTasks(
    ecs: ECSClient,
    cluster: string,
    { serviceName }: Service,
    deploymentId: string | undefined,
): Promise<Task[]> {
    const { taskArns = [] } = await ecs.send(
        new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED", maxResults: 100 }),
    );
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    return tasks
        .filter(({ startedBy, stopCode = "" }) => startedBy === deploymentId && failureCodes.includes(stopCode))
        .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0));
}

/** Why a task stopped, with the last lines of the containers that did not end with 0. Its service's log group has its name. */
async function describeStop(aws: AwsClients, logGroup: string, task: Task): Promise<string> {
    const { taskArn = "", stoppedReason = "no reason given", containers = [] } = task;
    const id = taskArn.split("/").at(-1) ?? "";
    const failed = containers.filter(({ exitCode }) => exitCode !== 0);
    const lines = await Promise.all(failed.map(({ name }) => readLastLines(aws, logGroup, `task/${name}/${id}`)));
    const reasons = [stoppedReason, ...failed.map(describeExit)].filter(Boolean).join("; ");
    return [`task ${id} stopped: ${reasons}`, ...lines.flat().map((line) => `    ${line}`)].join("\n");
}

/** Undefined for a container that did not run and has no reason of its own: the task's says why. */
function describeExit({ name, exitCode, reason }: Container): string | undefined {
    if (exitCode === undefined) return reason && `container ${name} did not run (${reason})`;
    return `container ${name} ended with exit code ${exitCode}${reason ? ` (${reason})` : ""}`;
}

/** The last lines of a log stream; none while a container has not written any. */
async function readLastLines(aws: AwsClients, logGroupName: string, logStreamName: string): Promise<string[]> {
    const request = new GetLogEventsCommand({
        logGroupName,
        logStreamName,
        limit: lastLineCount,
        startFromHead: false,
    });
    try {
        const { events = [] } = await aws.create(CloudWatchLogsClient).send(request);
        return events.map(({ message = "" }) => message.trimEnd());
    } catch (error) {
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
    }
}

/** `devmin-demo-dev-pulse-123456789012-eu-central-1` → `pulse` */
function shortenName({ account, region, stack }: Environment, name: string): string {
    return name.replace(`devmin-demo-${stack}-`, "").replace(`-${account}-${region}`, "");
}
