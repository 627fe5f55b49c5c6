import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Creates a temporary folder that only this user can read; `using` removes it at the end of its block, or the process's end. */
export function createTempFolder(): Disposable & { path: string } {
    const path = mkdtempSync(join(tmpdir(), "devmin-"));
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
