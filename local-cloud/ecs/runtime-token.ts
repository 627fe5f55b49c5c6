import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a client of the runtime must show: it starts programs, so loopback alone is not enough of a lock. */
export async function ensureRuntimeToken({ home }: { home: string }): Promise<string> {
    const file = join(home, "runtime", "token");
    await mkdir(join(home, "runtime"), { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" }).catch(
        (error: NodeJS.ErrnoException) => {
            if (error.code !== "EEXIST") throw error;
        },
    );
    return readFile(file, "utf8");
}

/** The header that carries it; a Docker client sends it when its configuration says so. */
export const tokenHeader = "X-Devmin-Runtime";
