import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { describePlan, formatPlan, previewLayer } from "../../ops/pulumi/plan";
import type { CommandCall } from "../command";
import { selectLayers } from "../layers";
import { printJson } from "../output";

/** What `./devmin up` of the same layers would do now. */
export async function run({ root, args, options, log }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const pulumi = await createPulumiCli(env, log);
    const plans: unknown[] = [];
    for (const layer of selectLayers(args)) {
        using plan = await previewLayer(env, pulumi, layer, { log });
        plans.push(describePlan(plan));
        if (!options.json) for (const line of formatPlan(plan)) console.log(line);
    }
    if (options.json) printJson("plan", env.stack, plans);
}
