import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Free loopback ports, all different. */
export async function findFreePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
    const ports = servers.map((server) => (server.address() as { port: number }).port);
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    return ports;
}

/** Throws if another program uses the port: no other port will do, because addresses with this one are in states. */
export async function assertPortFree(port: number, service: string): Promise<void> {
    const server = await listen(port).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EADDRINUSE") throw error;
    });
    if (server) await new Promise((closed) => server.close(closed));
    else {
        const holder = await findPortHolder(port);
        throw new Error(
            `port ${port} of the local cloud's ${service} is in use by ${holder ?? "another program"}, and states contain that port; ` +
                "stop that program and start again.",
        );
    }
}

function listen(port: number) {
    return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => resolve(server));
    });
}

/** The program that listens on a port, if lsof can tell. */
async function findPortHolder(port: number): Promise<string | undefined> {
    const lsof = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]).catch(() => ({ stdout: "" }));
    const [, pid, name] = lsof.stdout.match(/^p(\d+)\nc(.+)$/m) ?? [];
    return pid && `${name} (process ${pid})`;
}
