import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives a folder that only this user can look into, and that goes once it was used. */
export async function useTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "devmin-"));
    try {
        return await use(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
