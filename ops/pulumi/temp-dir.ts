import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `use` with a temporary folder that only this user can read, and removes the folder afterwards. */
export async function useTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "devmin-"));
    try {
        return await use(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
