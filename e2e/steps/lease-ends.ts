import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { buildAwsClientConfig } from "../../ops/clients/aws";
import { readEnvironment } from "../../ops/environment";
import { extendLease } from "../../ops/lease";
import { createPulumiCli } from "../../ops/pulumi/cli";
import type { Step } from "../step";
import { buildRoleCommand, type Workspace } from "../workspace";
import { demoClusterName, listTaskStatuses, serviceName } from "./demo-up";

/** The lease has to be there when the program looks at it: on a machine that is too busy for the first, the next. */
const leaseSeconds = [20, 60, 180];

export const leaseEnds: Step = {
    title: "the lease ends, the services stop; a new one brings them back",
    async run(workspace, log) {
        const until = await deployWithShortLease(workspace, log);
        await waitUntilStopped(workspace);
        assert.ok(Date.now() >= Date.parse(until), "it stopped before its lease ended");
        const refusal = await workspace.expectRefusal(
            buildRoleCommand("demo", ["pulumi", "preview", "-C", "demo"]),
            log,
        );
        assert.ok(
            refusal.includes(
                `devmin-demo:leaseUntil is ${until}: it must be in the future; the lease has ended. ` +
                    "Set a new one with: ./devmin lease extend 4h",
            ),
            refusal,
        );
        const verdict = await workspace.expectRefusal(["./devmin", "verify"], log);
        assert.match(verdict, new RegExp(`pulse did not crash, its lease ended at ${until}`));
        assert.match(verdict, /last update of demo has no deployment record/); // the lease was made short by pulumi alone
        await workspace.run(["./devmin", "up", "demo", "--yes"], log);
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        return `EventBridge Scheduler set the service to 0 after ${until}; no preview without a new lease; then it ran again`;
    },
};

/** Has demo updated with a lease that ends very soon, and returns when. */
async function deployWithShortLease(workspace: Workspace, log: (line: string) => void): Promise<string> {
    const env = readEnvironment(workspace.tree, "local");
    const pulumi = await createPulumiCli(env, log);
    for (const length of leaseSeconds) {
        const until = await extendLease(env, pulumi, length * 1_000);
        const { exitCode, output } = await workspace.exec(
            buildRoleCommand("demo", ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"]),
            {
                log,
            },
        );
        if (exitCode === 0) return until;
        if (!output.includes("the lease has ended")) throw new Error(output.split("\n").slice(-25).join("\n"));
    }
    throw new Error(`a lease of ${leaseSeconds.at(-1)} s ended before the program looked at it`);
}

/** Waits until ECS wants no task of the service any more, and has none. */
async function waitUntilStopped(workspace: Workspace): Promise<void> {
    const ecs = new ECSClient(buildAwsClientConfig(readEnvironment(workspace.tree, "local")));
    const deadline = Date.now() + 300_000;
    for (;;) {
        const { services = [] } = await ecs.send(
            new DescribeServicesCommand({ cluster: demoClusterName, services: [serviceName] }),
        );
        const tasks = await listTaskStatuses(workspace);
        if (services[0]?.desiredCount === 0 && tasks.length === 0) return;
        if (Date.now() > deadline) {
            throw new Error(`${serviceName} still wants ${services[0]?.desiredCount} and has ${tasks.length} tasks`);
        }
        await sleep(500);
    }
}
