import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import { findMissingLayer } from "../../ops/layer-outputs";
import { buildLeaseConfig, selectLeaseEnd } from "../../ops/lease";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { describePlan, formatPlan, previewLayer } from "../../ops/pulumi/plan";
import { assertStatesReadable } from "../../ops/pulumi/state";
import type { CommandCall } from "../command";
import { selectLayers } from "../layers";
import { printJson } from "../output";

/** What `./devmin up` of the same layers would do now. */
export async function run({ root, args, options, log }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const pulumi = await createPulumiCli(env, log, { role: "auditor" });
    const plans: unknown[] = [];
    const auditor = await createRoleClients(env, "auditor");
    const layers = selectLayers(args);
    await assertStatesReadable(env, auditor, layers);
    for (const layer of layers) {
        const requires = await findMissingLayer(env, auditor, layer);
        if (requires) {
            plans.push({ layer, requires });
            if (!options.json)
                console.log(`${layer}: cannot be previewed yet: it reads ${requires}, which is not deployed`);
            continue;
        }
        const leaseEnd = layer === "demo" ? selectLeaseEnd(env) : undefined;
        if (leaseEnd) log(`${layer}: previewed with a lease until ${leaseEnd}, as ./devmin up would set it`);
        using plan = await previewLayer(env, pulumi, layer, {
            log,
            config: leaseEnd ? buildLeaseConfig(leaseEnd) : {},
        });
        plans.push(describePlan(plan));
        if (!options.json) for (const line of formatPlan(plan)) console.log(line);
    }
    if (options.json) printJson("plan", env.stack, plans);
}
