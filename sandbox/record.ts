import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Piece, Place } from "./piece";
import type { Identity } from "./process";

/** What a sandbox remembers of itself: its addresses and secrets for good, its processes while they run. */
export interface Kept {
    tools: string;
    ports: Record<string, number>;
    secrets: Place["secrets"];
    processes: Record<string, Identity>;
}

const fileOf = (home: string) => join(home, "sandbox.json");

export async function readRecord(home: string): Promise<Kept | undefined> {
    const text = await readFile(fileOf(home), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
    });
    return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

export async function writeRecord(home: string, kept: Kept): Promise<void> {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeFile(`${fileOf(home)}.new`, `${JSON.stringify(kept, undefined, 4)}\n`, { mode: 0o600 });
    await rename(`${fileOf(home)}.new`, fileOf(home));
}

/** What an older devmin left behind may be made of other pieces, or lack what these stand on: its clouds' states would not fit either. */
export function demandCurrent(home: string, { ports, secrets }: Kept, pieces: readonly Piece[]): void {
    const known = pieces.flatMap((piece) => piece.ports);
    const lacksNothing = Object.keys(newRecord("").secrets).every((name) => name in secrets);
    if (lacksNothing && Object.keys(ports).every((name) => known.includes(name))) return;
    throw new Error(
        `the local cloud in ${home} was made by an older devmin and cannot go on: end it with ./devmin sandbox stop, ` +
            `remove everything in ${home} but tools, and start again.`,
    );
}

/** Secrets of the local cloud: nobody's outside it, but as secret as the real ones. */
export const newRecord = (tools: string): Kept => ({
    tools,
    ports: {},
    secrets: {
        // As Confluent Cloud writes them: 16 characters, and 64.
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

export const placeIn = (home: string, { tools, ports, secrets }: Kept): Place => ({ home, tools, ports, secrets });
