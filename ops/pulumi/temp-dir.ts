import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProcessRunning } from "../../util/is-process-running";

const buildPrefix = (pid: number | string) => `devmin-run-${pid}-`;

/**
 * Creates a temporary folder that only this user can read; `using` removes it at the end of its block, or the process's end. Removes
 * those of this user's processes that were killed.
 */
export function createTempFolder(): Disposable & { path: string } {
    removeAbandonedFolders();
    const path = mkdtempSync(join(tmpdir(), buildPrefix(process.pid)));
    const remove = () => rmSync(path, { recursive: true });
    process.once("exit", remove);
    return {
        path,
        [Symbol.dispose]() {
            process.off("exit", remove);
            remove();
        },
    };
}

function removeAbandonedFolders(): void {
    const pattern = new RegExp(`^${buildPrefix("(\\d+)")}`);
    for (const name of readdirSync(tmpdir())) {
        const [, pid] = pattern.exec(name) ?? [];
        if (!pid || isProcessRunning(Number(pid))) continue;
        const path = join(tmpdir(), name);
        const owner = statSync(path, { throwIfNoEntry: false })?.uid;
        if (owner === process.getuid?.()) rmSync(path, { recursive: true, force: true });
    }
}
