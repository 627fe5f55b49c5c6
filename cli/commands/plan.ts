import { join } from "node:path";
import { formatDuration } from "../../lib/lease";
import { type Environment, readEnvironment } from "../../ops/environment";
import { selectLeaseMs, writeConfigWithLease } from "../../ops/lease";
import { createPulumiCli, type Log } from "../../ops/pulumi/cli";
import { describePlan, formatPlan, previewLayer } from "../../ops/pulumi/plan";
import { createTempFolder } from "../../ops/pulumi/temp-dir";
import type { CommandCall } from "../command";
import { selectLayers } from "../layers";
import { printJson } from "../output";

/** What `./devmin up` of the same layers would do now. */
export async function run({ root, args, options, log }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const pulumi = await createPulumiCli(env, log);
    const plans: unknown[] = [];
    using folder = createTempFolder();
    for (const layer of selectLayers(args)) {
        const leaseMs = layer === "demo" ? selectLeaseMs(env) : undefined;
        const extraArgs = leaseMs === undefined ? [] : buildLeaseArgs(env, leaseMs, folder.path, log);
        using plan = await previewLayer(env, pulumi, layer, { log, extraArgs });
        plans.push(describePlan(plan));
        if (!options.json) for (const line of formatPlan(plan)) console.log(line);
    }
    if (options.json) printJson("plan", env.stack, plans);
}

/** Arguments for a preview with the lease that `up` would begin with; the one that is set has ended, or there is none. */
function buildLeaseArgs(env: Environment, leaseMs: number, folder: string, log: Log): string[] {
    const file = join(folder, "demo.yaml");
    writeConfigWithLease(env, leaseMs, file);
    log(`demo: previewed with a lease of ${formatDuration(leaseMs)}, which ./devmin up would begin with`);
    return ["--config-file", file];
}
