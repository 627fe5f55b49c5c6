import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Creates a folder completely or not at all: fills a temporary folder next to it, then renames that. If another process created
 * the folder meanwhile, that one is kept. The parent folder must exist.
 */
export async function createFolderAtomically(
    folder: string,
    fill: (partialFolder: string) => Promise<void>,
): Promise<void> {
    await removeStalePartialFolders(dirname(folder));
    const partialFolder = `${folder}.${process.pid}.part`;
    await mkdir(partialFolder);
    try {
        await fill(partialFolder);
        await rename(partialFolder, folder).catch((error: NodeJS.ErrnoException) => {
            if (error.code !== "ENOTEMPTY") throw error; // ENOTEMPTY: another process was first; use its folder
        });
    } finally {
        await rm(partialFolder, { recursive: true, force: true });
    }
}

/** Removes temporary folders of processes that were killed. */
async function removeStalePartialFolders(home: string): Promise<void> {
    for (const name of await readdir(home)) {
        const pid = /\.(\d+)\.part$/.exec(name)?.[1];
        if (pid && !isProcessRunning(Number(pid))) await rm(join(home, name), { recursive: true, force: true });
    }
}

function isProcessRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
}
