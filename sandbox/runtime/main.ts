import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../piece";
import { Containers } from "./containers";
import { dockerApi } from "./docker-api";
import { imagesOf } from "./images";
import { Scheduler } from "./scheduler";
import { Schedules } from "./schedules";

/** The runtime's process: reads what the supervisor wrote for it, serves until it is asked to end, and takes its containers with it. */
export interface Settings {
    place: Pick<Place, "home" | "ports">;
    token: string;
    python: string;
}

async function main([file = ""]: string[]) {
    const { place, token, python } = JSON.parse(readFileSync(file, "utf8")) as Settings;
    const say = (line: string) => console.log(`${new Date().toISOString()} ${line}`);
    const images = imagesOf(python);
    const containers = new Containers(place, images, say);
    await containers.restore();
    const server = dockerApi({ containers, images, token, say });
    server.listen(place.ports.runtime, "127.0.0.1", () => say(`listening on ${place.ports.runtime}`));
    const schedules = new Schedules(place);
    const kept = join(place.home, "runtime", "schedules.json");
    void keepTime(new Scheduler({ schedules, file: kept, say, now: Date.now }), say);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        process.once(signal, () => {
            say(`${signal}: stopping the containers`);
            void containers.stopAll(10).then(() => process.exit(0));
        });
    }
}

/** Looks at the schedules every second; while the emulator is not up there are none. */
async function keepTime(scheduler: Scheduler, say: (line: string) => void): Promise<never> {
    let before: string | undefined;
    for (;;) {
        const trouble = await scheduler.tick().then(
            () => undefined,
            (error: NodeJS.ErrnoException) => error.code ?? error.message,
        );
        if (trouble && trouble !== before) say(`the schedules cannot be read: ${trouble}`);
        before = trouble;
        await sleep(1_000);
    }
}

void main(process.argv.slice(2));
