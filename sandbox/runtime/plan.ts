import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { account, type Credentials, endpointOf } from "../aws/account";
import { caOf } from "../certificate";
import type { Place } from "../piece";
import { type Image, programFolder } from "./images";
import { makeLogStream } from "./log-stream";
import { ecsFor, takeRole } from "./roles";
import { resolveSecrets } from "./secrets";
import type { Belongs, Registered } from "./task-definition";
import { type Mount, mounted } from "./volumes";

/** What ECS asked Docker for. */
export interface Asked {
    image: string;
    command?: string[];
    env: Record<string, string>;
}

/** A container ready to run. */
export interface Plan {
    command: string[];
    env: Record<string, string>;
    folder: string;
}

/** What the emulator puts into a container's environment for a Docker network there is none of here. */
const injected = /^(ECS_CONTAINER_METADATA_URI_V4|AWS_CONTAINER_|AWS_ENDPOINT_URL$)/;

/** Everything a task's containers share and leave: gone with the last of them. */
export const taskFolder = (home: string, task: string) => join(home, "runtime", "tasks", task);

/** Works out what a container runs, in which folder and environment; a right that is missing says so here, before anything runs. */
export async function planOf(
    place: Pick<Place, "home" | "ports">,
    image: Image,
    asked: Asked,
    at: Belongs,
    { definition, container, executionRoleArn }: Registered,
    taskRole: { url: string; token: string } | undefined,
): Promise<Plan> {
    const mounts = await makeMounts(place.home, at.task, definition, container);
    const folder = join(taskFolder(place.home, at.task), "containers", at.container);
    await mkdir(join(folder, "tmp"), { recursive: true });

    const needsExecution = container.secrets?.length || container.logConfiguration?.logDriver === "awslogs";
    let secrets: Record<string, string> = {};
    if (needsExecution) {
        const execution = await executionRole(place, executionRoleArn, at);
        await makeLogStream(place, container, execution, at.task);
        secrets = await resolveSecrets(place, container.secrets ?? [], execution);
    }
    const own = Object.entries({ ...asked.env, ...secrets }).filter(([name]) => !injected.test(name));
    const program = await programFolder(place.home, image);
    return {
        command: [
            ...(container.entryPoint ?? image.entryPoint),
            ...(asked.command ?? container.command ?? image.command),
        ].map((word) => mounted(word, mounts)),
        folder: container.workingDirectory ? mounted(container.workingDirectory, mounts) : folder,
        env: {
            ...{ PATH: `${program}:/usr/local/bin:/usr/bin:/bin`, HOME: folder, TMPDIR: join(folder, "tmp") },
            ...{ AWS_REGION: account.region, AWS_DEFAULT_REGION: account.region, AWS_EC2_METADATA_DISABLED: "true" },
            ...{ AWS_ENDPOINT_URL: endpointOf(place), AWS_CA_BUNDLE: caOf(place), NODE_EXTRA_CA_CERTS: caOf(place) },
            ...Object.fromEntries(own.map(([name, value]) => [name, mounted(value, mounts)])),
            ...(taskRole && {
                AWS_CONTAINER_CREDENTIALS_FULL_URI: taskRole.url,
                AWS_CONTAINER_AUTHORIZATION_TOKEN: taskRole.token,
            }),
        },
    };
}

async function executionRole(
    place: Pick<Place, "home" | "ports">,
    roleArn: string | undefined,
    { definition, container, task }: Belongs,
): Promise<Credentials> {
    if (roleArn) return takeRole(place, roleArn, ecsFor(task));
    throw new Error(
        `${definition} has no executionRoleArn, but its container ${container} has secrets or awslogs, which need one.`,
    );
}

/** A task's named volumes are folders its containers share; a container sees them by its mount points. */
async function makeMounts(
    home: string,
    task: string,
    { volumes = [] }: Registered["definition"],
    { name, mountPoints = [] }: Registered["container"],
): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const { sourceVolume = "", containerPath = "" } of mountPoints) {
        const volume = volumes.find((candidate) => candidate.name === sourceVolume);
        if (!volume || volume.host?.sourcePath || volume.efsVolumeConfiguration || volume.dockerVolumeConfiguration) {
            throw new Error(
                `the container ${name} mounts the volume "${sourceVolume}", which is ${volume ? "not an empty one" : "not declared"}; ` +
                    "the local cloud has volumes that are a name and nothing else.",
            );
        }
        const folder = join(taskFolder(home, task), "volumes", sourceVolume);
        await mkdir(folder, { recursive: true });
        mounts.push({ containerPath, folder });
    }
    return mounts;
}
