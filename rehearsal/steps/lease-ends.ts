import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { awsConfig } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { extendLease } from "../../ops/lease";
import { pulumiFor } from "../../ops/pulumi";
import { inRole, type Stage } from "../stage";
import type { Step } from "../step";
import { cluster, runningTasks, serviceName } from "./demo-up";

/** The lease has to be there when the program looks at it: on a machine that is too busy for the first, the next. */
const seconds = [20, 60, 180];

export const leaseEnds: Step = {
    title: "the lease ends, the services stop; a new one brings them back",
    async play(stage, say) {
        const until = await shortLease(stage, say);
        await stopped(stage);
        assert.ok(Date.now() >= Date.parse(until), "it stopped before its lease ended");
        const refusal = await stage.refused(inRole("demo", ["pulumi", "preview", "-C", "demo"]), say);
        assert.ok(
            refusal.includes(
                `devmin-demo:leaseUntil is ${until}: it must be in the future, so the lease has ended. ` +
                    "Set a new one with: ./devmin lease extend 4h",
            ),
            refusal,
        );
        const verdict = await stage.refused(["./devmin", "verify"], say);
        assert.match(verdict, new RegExp(`pulse did not crash, its lease ended at ${until}`));
        assert.match(verdict, /last update of demo has no receipt/); // the lease was made short by pulumi alone
        await stage.run(["./devmin", "up", "demo", "--yes"], say);
        assert.deepEqual(await runningTasks(stage), ["RUNNING"]);
        return `EventBridge Scheduler set the service to 0 after ${until}; no preview without a new lease; then it ran again`;
    },
};

/** Has demo updated with a lease that ends very soon, and returns when. */
async function shortLease(stage: Stage, say: (line: string) => void): Promise<string> {
    const env = environmentAt(stage.tree, "local");
    const pulumi = await pulumiFor(env, say);
    for (const length of seconds) {
        const until = await extendLease(env, pulumi, length * 1_000);
        const { exitCode, output } = await stage.hear(
            inRole("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"]),
            {
                say,
            },
        );
        if (exitCode === 0) return until;
        if (!output.includes("the lease has ended")) throw new Error(output.split("\n").slice(-25).join("\n"));
    }
    throw new Error(`a lease of ${seconds.at(-1)} s ended before the program looked at it`);
}

/** Waits until ECS wants no task of the service any more, and has none. */
async function stopped(stage: Stage): Promise<void> {
    const ecs = new ECSClient(awsConfig(environmentAt(stage.tree, "local")));
    const deadline = Date.now() + 300_000;
    for (;;) {
        const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [serviceName] }));
        const tasks = await runningTasks(stage);
        if (services[0]?.desiredCount === 0 && tasks.length === 0) return;
        if (Date.now() > deadline) {
            throw new Error(`${serviceName} still wants ${services[0]?.desiredCount} and has ${tasks.length} tasks`);
        }
        await sleep(500);
    }
}
