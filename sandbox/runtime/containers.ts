import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContainerDependency } from "@aws-sdk/client-ecs";
import { account, type Credentials } from "../aws/account";
import type { Place, Say } from "../piece";
import { Container, type Kept } from "./container";
import { findImage, type Image } from "./images";
import { type Asked, planOf, taskFolder } from "./plan";
import { ecsFor, takeRole } from "./roles";
import { belongs, type Registered, registered } from "./task-definition";

/** How long before they expire a task's credentials are renewed. */
const renewalMs = 10 * 60_000;
/** The exit code of a container whose runtime was killed under it. */
const killed = 137;

/** The containers of this sandbox. What of ECS the emulator leaves to an agent happens here: order, secrets, roles, the end of a task. */
export class Containers {
    private readonly byId = new Map<string, Container>();

    constructor(
        private readonly place: Pick<Place, "home" | "ports">,
        private readonly images: readonly Image[],
        private readonly say: Say,
    ) {}

    /** Those of a runtime that was killed have died with it: whoever asks is told so, or a task would count as running for ever. */
    async restore(): Promise<void> {
        await rm(join(this.place.home, "runtime", "tasks"), { recursive: true, force: true });
        await mkdir(this.folder, { recursive: true });
        for (const file of (await readdir(this.folder)).filter((name) => name.endsWith(".json"))) {
            const kept = JSON.parse(await readFile(join(this.folder, file), "utf8")) as Kept;
            kept.exitCode ??= killed;
            this.byId.set(kept.id, new Container(kept, belongs(kept.labels)));
        }
    }

    all(): Container[] {
        return [...this.byId.values()];
    }

    /** By id, the beginning of one, or name. */
    find(reference: string): Container | undefined {
        const exact = this.byId.get(reference) ?? this.all().find(({ kept }) => kept.name === reference);
        return (
            exact ?? (reference.length >= 12 ? this.all().find(({ kept }) => kept.id.startsWith(reference)) : undefined)
        );
    }

    async create(name: string, asked: Asked, labels: Record<string, string>): Promise<Container> {
        findImage(this.images, asked.image);
        const at = belongs(labels);
        const former = this.find(name);
        // One that could not be started leaves its name to the next attempt.
        if (former?.status === "created") this.byId.delete(former.kept.id);
        else if (former) throw new NameTaken(`the name ${name} is in use by container ${former.kept.id}.`);
        const id = randomBytes(32).toString("hex");
        const container = new Container({ id, name, labels, asked, created: new Date().toISOString() }, at);
        this.byId.set(id, container);
        return container;
    }

    /** Returns when the program runs: those it depends on have then come as far as it demands. */
    async start(container: Container): Promise<void> {
        if (container.status !== "created") return;
        const { at, kept } = container;
        const from = await registered(this.place, at);
        container.essential = from.container.essential !== false;
        container.stopTimeout = from.container.stopTimeout;
        if (from.taskRoleArn) {
            container.taskRole = { arn: from.taskRoleArn };
            await this.credentialsOf(container);
        }
        await this.dependencies(container, from);
        const image = findImage(this.images, kept.asked.image);
        await container.run(
            await planOf(
                this.place,
                image,
                kept.asked,
                at,
                from,
                container.taskRole && { url: this.credentialsUrl(container), token: container.token },
            ),
        );
        await this.keep(container);
        this.say(`${kept.name} runs as process ${container.pid}`);
        void container.ended.then((exitCode) => this.afterwards(container, exitCode));
    }

    async remove(container: Container): Promise<void> {
        await container.kill();
        this.byId.delete(container.kept.id);
        await rm(this.fileOf(container), { force: true });
        const { task } = container.at;
        if (!this.all().some(({ at }) => at.task === task)) {
            await rm(taskFolder(this.place.home, task), { recursive: true, force: true });
        }
    }

    /** The task role's credentials, renewed before they expire. */
    async credentialsOf({ taskRole, at }: Container): Promise<Credentials & { roleArn: string }> {
        if (!taskRole) throw new Error(`the task ${at.task} has no role.`);
        const expires = taskRole.credentials?.expiration?.getTime() ?? 0;
        if (expires - Date.now() < renewalMs) {
            taskRole.credentials = await takeRole(this.place, taskRole.arn, ecsFor(at.task));
        }
        return { ...(taskRole.credentials as Credentials), roleArn: taskRole.arn };
    }

    /** Ends all of them; for the runtime's own end. */
    async stopAll(seconds: number): Promise<void> {
        await Promise.all(this.all().map((container) => container.stop(seconds)));
    }

    private get folder() {
        return join(this.place.home, "runtime", "containers");
    }

    private fileOf({ kept }: Container) {
        return join(this.folder, `${kept.id}.json`);
    }

    private credentialsUrl({ kept }: Container) {
        return `http://127.0.0.1:${this.place.ports.runtime}/credentials/${kept.id}`;
    }

    private async keep(container: Container): Promise<void> {
        const file = this.fileOf(container);
        // What it was asked for holds secrets and is of no use afterwards.
        const kept: Kept = { ...container.kept, asked: { image: container.kept.asked.image, env: {} } };
        await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
        await rename(`${file}.new`, file);
    }

    private async dependencies({ at }: Container, { container: { dependsOn = [] } }: Registered): Promise<void> {
        for (const { containerName, condition } of dependsOn as Required<ContainerDependency>[]) {
            const other = this.all().find(({ at: of }) => of.task === at.task && of.container === containerName);
            if (!other) {
                throw new Error(
                    `the container ${at.container} depends on ${containerName}, which is defined after it; ` +
                        `the local cloud starts containers in the order of the task definition: put ${containerName} first.`,
                );
            }
            if (condition === "START") continue;
            if (condition === "HEALTHY") {
                throw new Error(
                    `the container ${at.container} waits for ${containerName} to be HEALTHY; the local cloud has no health checks.`,
                );
            }
            const exitCode = await other.ended;
            if (condition === "SUCCESS" && exitCode !== 0) {
                const said = Buffer.concat(other.log.tail(3).map((line) => line.subarray(8)));
                throw new Error(
                    `the container ${containerName}, which ${at.container} depends on, ended with ${exitCode}: ${said}`.trim(),
                );
            }
        }
    }

    /** An essential container takes its task with it: the emulator marks the task stopped and leaves the others running. */
    private async afterwards(container: Container, exitCode: number): Promise<void> {
        this.say(`${container.kept.name} ended with ${exitCode}`);
        if (existsSync(this.fileOf(container))) await this.keep(container);
        if (!container.essential) return;
        const others = this.all().filter(({ at }) => at.task === container.at.task);
        await Promise.all(others.map((other) => other.stop(30)));
    }
}

export class NameTaken extends Error {}

/** The credentials document as the AWS SDKs read it from a container's credentials URL. */
export const credentialsDocument = ({
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
