import assert from "node:assert/strict";
import type { HealthCheck } from "@aws-sdk/client-ecs";
import { type Health, readHealthCommand, watchHealth } from "../../../local-cloud/ecs/health-check";

/** The health after each of these results of the check. */
async function listHealth(check: HealthCheck, results: boolean[]): Promise<(Health | undefined)[]> {
    const ended = new AbortController();
    const seen: (Health | undefined)[] = [];
    let health: Health | undefined;
    let now = 0;
    await watchHealth(check, {
        signal: ended.signal,
        onHealth: (next) => {
            health = next;
        },
        clock: {
            now: () => now,
            sleep: async (ms) => {
                if (now > 0) seen.push(health);
                if (seen.length === results.length) ended.abort();
                now += ms;
            },
        },
        probe: async () => results[seen.length] as boolean,
    });
    return seen;
}

describe("local-cloud/ecs health-check", () => {
    const check = { command: [], interval: 5, retries: 2, startPeriod: 10 };

    it("takes a container for healthy with the first success", async () => {
        assert.deepEqual(await listHealth(check, [false, true]), [undefined, "healthy"]);
    });

    it("takes it for unhealthy after as many failures in a row as retries", async () => {
        assert.deepEqual(await listHealth(check, [true, false, true, false, false]), [
            ...["healthy", "healthy", "healthy", "healthy"],
            "unhealthy",
        ]);
    });

    it("does not count failures in the start period", async () => {
        assert.deepEqual(await listHealth(check, [false, false, false, false]), [
            ...[undefined, undefined, undefined],
            "unhealthy",
        ]);
        assert.deepEqual(await listHealth({ ...check, startPeriod: 0 }, [false, false]), [undefined, "unhealthy"]);
    });

    it("knows Docker's two forms of a command", () => {
        assert.deepEqual(readHealthCommand({ command: ["CMD", "node", "a.js"] }), ["node", "a.js"]);
        assert.deepEqual(readHealthCommand({ command: ["CMD-SHELL", "exit 1"] }), ["/bin/sh", "-c", "exit 1"]);
        assert.throws(() => readHealthCommand({ command: ["node"] }), /\["node"\]: it must begin with CMD/);
    });
});
