import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The token that the runtime's clients must send: it starts programs, so loopback alone does not protect it. */
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

/** The token's header, which a Docker client sends from its configuration. */
export const tokenHeader = "X-Devmin-Runtime";
