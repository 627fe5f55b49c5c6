import { type Environment, readEnvironment } from "../../ops/environment";
import {
    extendLease,
    formatExtendLeaseCommand,
    formatRemainingLease,
    isLeaseValid,
    type LeaseConfig,
    readLease,
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
    if (options.json) printJson("lease", env.stack, describeLease(readLease(env)));
    else if (!action) printLease(env);
}

function printLease(env: Environment): void {
    const lease = readLease(env);
    console.log(
        `${formatRemainingLease(lease)}. At its end each service of demo that is up is set to zero tasks; nothing else changes.`,
    );
    console.log(
        `To set a new end, at most ${lease.maxHours} hours from now: ${formatExtendLeaseCommand(lease.maxHours)}`,
    );
}

const describeLease = (lease: LeaseConfig) => ({
    until: lease.until ?? null,
    isValid: isLeaseValid(lease),
    maxHours: lease.maxHours,
});
