import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isProcessRunning } from "./is-process-running";

/**
 * Creates a folder completely or not at all: fills a temporary folder next to it, then renames that. If another process created
 * the folder meanwhile, that one is kept. The parent folder must exist.
 *
 * @param options.mode Permissions of the folder. @default as the umask has it
 */
export async function createFolderAtomically(
    folder: string,
    fill: (partialFolder: string) => Promise<void>,
    { mode }: { mode?: number } = {},
): Promise<void> {
    await removeStalePartialFolders(dirname(folder));
    const partialFolder = `${folder}.${process.pid}.part`;
    await rm(partialFolder, { recursive: true, force: true }); // of a killed process that had the same id
    await mkdir(partialFolder, { mode });
    try {
        await fill(partialFolder);
        await rename(partialFolder, folder).catch((error: NodeJS.ErrnoException) => {
            // Another process was first: use its folder.
            if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
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
