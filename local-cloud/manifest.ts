import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../util/write-file-atomically";
import type { LocalCloud, LocalService } from "./local-service";
import type { ProcessIdentity } from "./process";

/** What is stored about a local cloud: its ports and secrets permanently, its processes while they run. */
export interface Manifest {
    tools: string;
    ports: Record<string, number>;
    secrets: LocalCloud["secrets"];
    processes: Record<string, ProcessIdentity>;
}

const getManifestFile = (home: string) => join(home, "sandbox.json");

export async function readManifest(home: string): Promise<Manifest | undefined> {
    const text = await readFile(getManifestFile(home), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
    });
    return text === undefined ? undefined : (JSON.parse(text) as Manifest);
}

export async function writeManifest(home: string, manifest: Manifest): Promise<void> {
    await mkdir(home, { recursive: true, mode: 0o700 });
    writeFileAtomically(getManifestFile(home), `${JSON.stringify(manifest, undefined, 4)}\n`);
}

/** Throws if an older devmin with other services or secrets created it: the services' states would not fit either. */
export function assertManifestIsCurrent(
    home: string,
    { ports, secrets }: Manifest,
    services: readonly LocalService[],
): void {
    const knownPorts = services.flatMap((service) => service.ports);
    const hasAllSecrets = Object.keys(createManifest("").secrets).every((name) => name in secrets);
    if (hasAllSecrets && Object.keys(ports).every((name) => knownPorts.includes(name))) return;
    throw new Error(
        `the local cloud in ${home} was made by an older devmin and cannot be used: stop it with ./devmin sandbox stop, ` +
            `remove everything in ${home} but tools, and start again.`,
    );
}

/** A manifest with new secrets; they open nothing outside the local cloud, but are treated like real ones. */
export const createManifest = (tools: string): Manifest => ({
    tools,
    ports: {},
    secrets: {
        // 16 and 64 characters, as in Confluent Cloud.
        cloudApiKey: randomBytes(20)
            .toString("base64url")
            .replace(/[-_]/g, "")
            .toUpperCase()
            .slice(0, 16)
            .padEnd(16, "A"),
        cloudApiSecret: randomBytes(48).toString("base64"),
        brokerPassword: randomBytes(24).toString("base64url"),
        brokerToken: randomBytes(24).toString("base64url"),
    },
    processes: {},
});

export const toLocalCloud = (home: string, { tools, ports, secrets }: Manifest): LocalCloud => ({
    home,
    tools,
    ports,
    secrets,
});
