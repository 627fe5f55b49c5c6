import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalCloud } from "../local-service";
import { Containers } from "./containers";
import { createDockerApi } from "./docker-api";
import { listImages } from "./images";
import { Scheduler } from "./scheduler";
import { Schedules } from "./schedules";

/** Settings that the supervisor writes for the runtime's process. Its containers end with it. */
export interface Settings {
    cloud: Pick<LocalCloud, "home" | "ports">;
    token: string;
    python: string;
}

async function main([file = ""]: string[]) {
    const { cloud, token, python } = JSON.parse(readFileSync(file, "utf8")) as Settings;
    const log = (line: string) => console.log(`${new Date().toISOString()} ${line}`);
    const images = listImages(python);
    const containers = new Containers(cloud, images, log);
    await containers.restore();
    const server = createDockerApi({ containers, images, token, log });
    server.listen(cloud.ports.runtime, "127.0.0.1", () => log(`listening on ${cloud.ports.runtime}`));
    const schedules = new Schedules(cloud);
    const firingsFile = join(cloud.home, "runtime", "schedules.json");
    void runScheduler(new Scheduler({ schedules, file: firingsFile, log, now: Date.now }), log);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        process.once(signal, () => {
            log(`${signal}: stopping the containers`);
            void containers.stopAll(10).then(() => process.exit(0));
        });
    }
}

/** Checks the schedules every second; while the emulator is down there are none. */
async function runScheduler(scheduler: Scheduler, log: (line: string) => void): Promise<never> {
    let lastProblem: string | undefined;
    for (;;) {
        const problem = await scheduler.tick().then(
            () => undefined,
            (error: NodeJS.ErrnoException) => error.code ?? error.message,
        );
        if (problem && problem !== lastProblem) log(`the schedules cannot be read: ${problem}`);
        lastProblem = problem;
        await sleep(1_000);
    }
}

void main(process.argv.slice(2));
