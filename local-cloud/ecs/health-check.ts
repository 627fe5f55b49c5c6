import type { HealthCheck } from "@aws-sdk/client-ecs";
import { type Clock, wallClock } from "../../util/wait-until";

/** A container's health as Docker reports it. */
export type Health = "starting" | "healthy" | "unhealthy";

/** `CMD` runs a program, `CMD-SHELL` gives its one argument to the shell. Throws for anything else. */
export function readHealthCommand({ command = [] }: HealthCheck): string[] {
    const [form, ...words] = command;
    if (form === "CMD" && words.length > 0) return words;
    if (form === "CMD-SHELL" && words.length === 1) return ["/bin/sh", "-c", ...words];
    throw new Error(
        `a container's health check is ${JSON.stringify(command)}: it must begin with CMD, or be CMD-SHELL and one string.`,
    );
}

export interface HealthWatch {
    /** Runs the check once; resolves with whether it succeeded within the time. */
    probe(timeoutMs: number): Promise<boolean>;
    onHealth(health: Health): void;
    /** Ends the watch. */
    signal: AbortSignal;
    /** @default the wall clock */
    clock?: Clock;
}

/**
 * Runs a health check again and again, as Docker does for ECS: the first time after one interval. A failure in the start period
 * does not count unless the container was healthy before. Resolves when the signal aborts.
 */
export async function watchHealth(
    { interval = 30, timeout = 5, retries = 3, startPeriod = 0 }: HealthCheck,
    { probe, onHealth, signal, clock = wallClock }: HealthWatch,
): Promise<void> {
    const startPeriodEnd = clock.now() + startPeriod * 1_000;
    let hasStarted = false;
    let failures = 0;
    for (;;) {
        await clock.sleep(interval * 1_000, signal);
        if (signal.aborted) return;
        if (await probe(timeout * 1_000)) {
            hasStarted = true;
            failures = 0;
            onHealth("healthy");
        } else if (hasStarted || clock.now() > startPeriodEnd) {
            failures += 1;
            if (failures >= retries) onHealth("unhealthy");
        }
    }
}
