import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Creates a temporary folder that only this user can read; `using` removes it at the end of its block. */
export function createTempFolder(): Disposable & { path: string } {
    const path = mkdtempSync(join(tmpdir(), "devmin-"));
    return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
