import assert from "node:assert/strict";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { extendLease } from "../../ops/lease";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { waitUntil } from "../../util/wait-until";
import type { Step } from "../step";
import { buildRoleCommand, type Workspace } from "../workspace";
import { demoClusterName, listTaskStatuses, serviceName } from "./demo-up";

/** The program must still see the lease: on a machine that is too slow for one length, the next is tried. */
const leaseSeconds = [20, 60, 180];

export const leaseEnds: Step = {
    title: "services stop when the lease ends and start with a new lease",
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
        const lease = await workspace.run(["./devmin", "lease"], log);
        assert.match(lease, /the lease of pulse ends at \S+, in .* then sets it to zero tasks; tasks running: 1\./);
        assert.doesNotMatch(lease, /In demo's configuration/);
        return `EventBridge Scheduler set the service to 0 tasks after ${until}; no preview without a new lease; then it ran again`;
    },
};

/** Deploys demo with a lease that ends very soon. Returns when it ends. */
async function deployWithShortLease(workspace: Workspace, log: (line: string) => void): Promise<string> {
    const { env } = workspace.connect();
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
    throw new Error(`a lease of ${leaseSeconds.at(-1)} s ended before the program read it`);
}

/** Waits until the service has desired count 0 and no task. */
async function waitUntilStopped(workspace: Workspace): Promise<void> {
    const ecs = workspace.connect().aws.create(ECSClient);
    await waitUntil(
        `${serviceName} to stop`,
        async () => {
            const { services = [] } = await ecs.send(
                new DescribeServicesCommand({ cluster: demoClusterName, services: [serviceName] }),
            );
            const desiredCount = services[0]?.desiredCount;
            const tasks = await listTaskStatuses(workspace);
            if (desiredCount === 0 && tasks.length === 0) return { ready: true, value: undefined };
            return { ready: false, because: `its desired count is ${desiredCount} and it has ${tasks.length} tasks` };
        },
        { withinMs: 300_000, everyMs: 500 },
    );
}
