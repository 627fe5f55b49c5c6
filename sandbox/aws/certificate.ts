import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The local cloud's own authority and a server certificate for loopback, made once per sandbox: what trusted it yesterday trusts it today. */
export async function makeCertificate(
    { home }: { home: string },
    python: string,
): Promise<{ cert: string; key: string }> {
    const folder = join(home, "tls");
    if (!existsSync(folder)) {
        const making = `${folder}.${process.pid}`;
        await rm(making, { recursive: true, force: true });
        await mkdir(making, { recursive: true, mode: 0o700 });
        await run(python, ["-m", "trustme", "--quiet", "--dir", making, "--identities", "127.0.0.1", "localhost"]);
        await rename(join(making, "client.pem"), join(making, "ca.pem"));
        await chmod(join(making, "server.key"), 0o600);
        await rename(making, folder);
    }
    return { cert: join(folder, "server.pem"), key: join(folder, "server.key") };
}
