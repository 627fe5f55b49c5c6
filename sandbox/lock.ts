import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Say } from "./piece";
import { alive, type Identity, identify } from "./process";

/** Runs one `start` or `stop` of a sandbox at a time. A second waits; what a dead one left behind holds nobody up. */
export async function locked<T>(home: string, say: Say, work: () => Promise<T>): Promise<T> {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const file = join(home, "lock");
    const mine = join(home, `lock.${randomUUID()}`);
    let told = false;
    try {
        await writeFile(mine, JSON.stringify(await identify(process.pid)), { mode: 0o600 });
        // A link appears whole or not at all, so nobody reads half a lock.
        while (!(await taken(mine, file))) {
            const holder = await holderOf(file);
            if (!holder) continue;
            if (!(await alive(holder))) {
                await removeStale(file, holder);
                continue;
            }
            if (!told) say(`process ${holder.pid} is starting or stopping this sandbox; waiting for it`);
            told = true;
            await sleep(200);
        }
        try {
            return await work();
        } finally {
            await rm(file, { force: true });
        }
    } finally {
        await rm(mine, { force: true });
    }
}

const unless =
    <T>(code: string, otherwise: T) =>
    (error: NodeJS.ErrnoException): T => {
        if (error.code !== code) throw error;
        return otherwise;
    };

const taken = (mine: string, file: string) => link(mine, file).then(() => true, unless("EEXIST", false));

async function holderOf(file: string): Promise<Identity | undefined> {
    const text = await readFile(file, "utf8").catch(unless("ENOENT", undefined));
    return text === undefined ? undefined : (JSON.parse(text) as Identity);
}

/** Takes the lock aside and looks at it again: between the look and the grip somebody else may have replaced it. */
async function removeStale(file: string, stale: Identity): Promise<void> {
    const aside = `${file}.${randomUUID()}`;
    await rename(file, aside).catch(unless("ENOENT", undefined));
    const got = await holderOf(aside);
    if (got && got.pid !== stale.pid) await link(aside, file).catch(unless("EEXIST", undefined));
    await rm(aside, { force: true });
}
