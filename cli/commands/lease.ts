import { type DemoService, listDemoServices } from "../../ops/checks/demo-services";
import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { findLayerOutputs } from "../../ops/layer-outputs";
import {
    extendLease,
    formatLease,
    formatTimestamp,
    isLeaseValid,
    type LeaseConfig,
    readLease,
    readServiceLeaseEnd,
} from "../../ops/lease";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { UsageError } from "../arguments";
import type { CommandCall } from "../command";
import { parseDurationArgument } from "../duration";
import { printJson } from "../output";

export async function run({ root, args, options, log }: CommandCall<{ json?: boolean }>): Promise<void> {
    const [action, duration] = args;
    if (action && !duration) throw new UsageError("missing argument DURATION: for example ./devmin lease extend 4h.");
    const durationMs = duration && parseDurationArgument(duration);
    const env = readEnvironment(root);
    if (durationMs) {
        const until = await extendLease(env, await createPulumiCli(env, log), durationMs);
        const message = `the lease will end at ${until}. Next: ./devmin up demo, or pulumi up -C demo`;
        if (options.json) log(message);
        else console.log(message);
    }
    if (!options.json && action) return;
    const lease = readLease(env);
    const auditor = await createRoleClients(env, "auditor");
    const demo = await findLayerOutputs(env, auditor, "demo");
    const services = demo && (await listDemoServices(auditor, demo));
    if (options.json) printJson("lease", env.stack, describeLease(lease, services));
    else for (const line of formatLease(lease, services)) console.log(line);
}

const describeLease = (lease: LeaseConfig, services: readonly DemoService[] | undefined) => ({
    until: lease.until ?? null,
    isValid: isLeaseValid(lease),
    maxHours: lease.maxHours,
    isUp: services !== undefined,
    services: (services ?? []).map(({ name, service, schedule }) => {
        const end = readServiceLeaseEnd(schedule);
        return {
            name,
            until: end === undefined ? null : formatTimestamp(end),
            runningTasks: service?.runningCount ?? 0,
        };
    }),
});
