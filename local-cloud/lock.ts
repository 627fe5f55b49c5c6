import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitUntil } from "../util/wait-until";
import type { Log } from "./local-service";
import { identifyProcess, isAlive, type ProcessIdentity } from "./process";

/** Runs one `start` or `stop` of a local cloud at a time: a second one waits, unless the process that holds the lock is gone. */
export async function runWithLock<T>(home: string, log: Log, run: () => Promise<T>): Promise<T> {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const file = join(home, "lock");
    const ownFile = join(home, `lock.${randomUUID()}`);
    let hasLogged = false;
    try {
        await writeFile(ownFile, JSON.stringify(await identifyProcess(process.pid)), { mode: 0o600 });
        await waitUntil(
            `the lock ${file}`,
            async () => {
                if (await tryAcquire(ownFile, file)) return { ready: true, value: undefined };
                const holder = await readLockHolder(file);
                if (!holder) return { ready: false, because: "it was just released" };
                const because = `process ${holder.pid} is starting or stopping this local cloud; waiting for it`;
                if (!(await isAlive(holder))) await removeStale(file, holder);
                else if (!hasLogged) {
                    log(because);
                    hasLogged = true;
                }
                return { ready: false, because };
            },
            { withinMs: Number.POSITIVE_INFINITY, everyMs: 200 }, // a start downloads for minutes, and Ctrl-C ends the wait
        );
        try {
            return await run();
        } finally {
            await rm(file, { force: true });
        }
    } finally {
        await rm(ownFile, { force: true });
    }
}

const ignoreErrorCode =
    <T>(code: string, otherwise: T) =>
    (error: NodeJS.ErrnoException): T => {
        if (error.code !== code) throw error;
        return otherwise;
    };

/** A link appears at once with its content, so nobody reads half a lock. */
const tryAcquire = (ownFile: string, file: string) =>
    link(ownFile, file).then(() => true, ignoreErrorCode("EEXIST", false));

async function readLockHolder(file: string): Promise<ProcessIdentity | undefined> {
    const text = await readFile(file, "utf8").catch(ignoreErrorCode("ENOENT", undefined));
    return text === undefined ? undefined : (JSON.parse(text) as ProcessIdentity);
}

/** Moves the lock aside and reads it again: another process may have replaced it since it was read. */
async function removeStale(file: string, stale: ProcessIdentity): Promise<void> {
    const aside = `${file}.${randomUUID()}`;
    await rename(file, aside).catch(ignoreErrorCode("ENOENT", undefined));
    const holder = await readLockHolder(aside);
    if (holder && holder.pid !== stale.pid) await link(aside, file).catch(ignoreErrorCode("EEXIST", undefined));
    await rm(aside, { force: true });
}
