import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ContainerDependency } from "@aws-sdk/client-ecs";
import { writeFileAtomically } from "../../util/write-file-atomically";
import { account, type Credentials } from "../aws/local-account";
import type { LocalCloud, Log } from "../local-service";
import { assumeRoleAsService, buildEcsPrincipal } from "./assume-role";
import { Container, type ContainerRecord } from "./container";
import { findImage, type Image } from "./images";
import { buildRunSpec, type ContainerRequest, getTaskFolder } from "./run-spec";
import { parseEcsLabels, readTaskContext, type TaskContext } from "./task-context";

/** How long before its end a task role's session is renewed. */
const renewalMs = 10 * 60_000;
/** The exit code of a container that was running when the runtime was killed. */
const killedExitCode = 137;

/** The local cloud's containers. Does what the ECS agent does in AWS: start order, secrets, roles, the end of a task. */
export class Containers {
    private readonly byId = new Map<string, Container>();

    constructor(
        private readonly cloud: Pick<LocalCloud, "home" | "ports">,
        private readonly images: readonly Image[],
        private readonly log: Log,
    ) {}

    /** Containers end with the runtime: marks those of a killed one as exited, or their tasks would count as running for ever. */
    async restore(): Promise<void> {
        await rm(join(this.cloud.home, "runtime", "tasks"), { recursive: true, force: true });
        await mkdir(this.folder, { recursive: true });
        for (const file of (await readdir(this.folder)).filter((name) => name.endsWith(".json"))) {
            const record = JSON.parse(await readFile(join(this.folder, file), "utf8")) as ContainerRecord;
            record.exitCode ??= killedExitCode;
            this.byId.set(record.id, new Container(record, parseEcsLabels(record.labels)));
        }
    }

    list(): Container[] {
        return [...this.byId.values()];
    }

    /** By id, the beginning of one, or name. */
    find(reference: string): Container | undefined {
        const exact = this.byId.get(reference) ?? this.list().find(({ record }) => record.name === reference);
        return (
            exact ??
            (reference.length >= 12 ? this.list().find(({ record }) => record.id.startsWith(reference)) : undefined)
        );
    }

    async create(name: string, request: ContainerRequest, labels: Record<string, string>): Promise<Container> {
        findImage(this.images, request.image);
        const ecsLabels = parseEcsLabels(labels);
        const existing = this.find(name);
        // A container that could not be started gives its name to the next attempt.
        if (existing?.status === "created") this.byId.delete(existing.record.id);
        else if (existing)
            throw new NameConflictError(`the name ${name} is in use by container ${existing.record.id}.`);
        const id = randomBytes(32).toString("hex");
        const container = new Container(
            { id, name, labels, asked: request, created: new Date().toISOString() },
            ecsLabels,
        );
        this.byId.set(id, container);
        return container;
    }

    /** Resolves when the program runs, after the containers it depends on have met their conditions. */
    async start(container: Container): Promise<void> {
        if (container.status !== "created") return;
        const { ecsLabels, record } = container;
        const taskContext = await readTaskContext(this.cloud, ecsLabels);
        container.essential = taskContext.container.essential !== false;
        container.stopTimeout = taskContext.container.stopTimeout;
        if (taskContext.taskRoleArn) {
            container.taskRole = { arn: taskContext.taskRoleArn };
            await this.getCredentials(container);
        }
        await this.waitForDependencies(container, taskContext);
        const image = findImage(this.images, record.asked.image);
        await container.run(
            await buildRunSpec(
                this.cloud,
                image,
                record.asked,
                ecsLabels,
                taskContext,
                container.taskRole && { url: this.buildCredentialsUrl(container), token: container.token },
            ),
            taskContext.container.healthCheck,
        );
        this.saveRecord(container);
        this.log(`${record.name} runs as process ${container.pid}`);
        void container.ended.then((exitCode) => this.handleExit(container, exitCode));
    }

    async remove(container: Container): Promise<void> {
        await container.kill();
        this.byId.delete(container.record.id);
        await rm(this.getRecordFile(container), { force: true });
        const { task } = container.ecsLabels;
        if (!this.list().some(({ ecsLabels }) => ecsLabels.task === task)) {
            await rm(getTaskFolder(this.cloud.home, task), { recursive: true, force: true });
        }
    }

    /** The task role's credentials, renewed before they expire. */
    async getCredentials({ taskRole, ecsLabels }: Container): Promise<Credentials & { roleArn: string }> {
        if (!taskRole) throw new Error(`the task ${ecsLabels.task} has no role.`);
        const expires = taskRole.credentials?.expiration?.getTime() ?? 0;
        if (expires - Date.now() < renewalMs) {
            taskRole.credentials = await assumeRoleAsService(
                this.cloud,
                taskRole.arn,
                buildEcsPrincipal(ecsLabels.task),
            );
        }
        return { ...(taskRole.credentials as Credentials), roleArn: taskRole.arn };
    }

    async stopAll(seconds: number): Promise<void> {
        await Promise.all(this.list().map((container) => container.stop(seconds)));
    }

    private get folder() {
        return join(this.cloud.home, "runtime", "containers");
    }

    private getRecordFile({ record }: Container) {
        return join(this.folder, `${record.id}.json`);
    }

    private buildCredentialsUrl({ record }: Container) {
        return `http://127.0.0.1:${this.cloud.ports.runtime}/credentials/${record.id}`;
    }

    private saveRecord(container: Container): void {
        // The request holds secrets and is not needed afterwards.
        const record: ContainerRecord = {
            ...container.record,
            asked: { image: container.record.asked.image, env: {} },
        };
        writeFileAtomically(this.getRecordFile(container), JSON.stringify(record));
    }

    private async waitForDependencies(
        { ecsLabels }: Container,
        { container: { dependsOn = [] } }: TaskContext,
    ): Promise<void> {
        for (const { containerName, condition } of dependsOn as Required<ContainerDependency>[]) {
            const other = this.list().find(
                ({ ecsLabels: of }) => of.task === ecsLabels.task && of.container === containerName,
            );
            if (!other) {
                throw new Error(
                    `the container ${ecsLabels.container} depends on ${containerName}, which is defined after it; ` +
                        `the local cloud starts containers in the order of the task definition: put ${containerName} first.`,
                );
            }
            if (condition === "START") continue;
            if (condition === "HEALTHY") {
                throw new Error(
                    `the container ${ecsLabels.container} waits for ${containerName} to be HEALTHY; the local cloud knows START, COMPLETE and SUCCESS.`,
                );
            }
            const exitCode = await other.ended;
            if (condition === "SUCCESS" && exitCode !== 0) {
                const output = Buffer.concat(other.logs.tail(3).map((line) => line.subarray(8)));
                throw new Error(
                    `the container ${containerName}, which ${ecsLabels.container} depends on, ended with ${exitCode}: ${output}`.trim(),
                );
            }
        }
    }

    /** An essential container stops its task: the emulator marks the task as stopped, but leaves the other containers running. */
    private async handleExit(container: Container, exitCode: number): Promise<void> {
        this.log(`${container.record.name} ended with ${exitCode}`);
        if (existsSync(this.getRecordFile(container))) this.saveRecord(container);
        if (!container.essential) return;
        const others = this.list().filter(({ ecsLabels }) => ecsLabels.task === container.ecsLabels.task);
        await Promise.all(others.map((other) => other.stop(30)));
    }
}

export class NameConflictError extends Error {}

/** The credentials document as the AWS SDKs read it from a container's credentials URL. */
export const toCredentialsDocument = ({
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration,
    roleArn,
}: Credentials & { roleArn: string }) => ({
    RoleArn: roleArn,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration?.toISOString(),
    Region: account.region,
});
