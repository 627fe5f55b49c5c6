import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { formatPlan, previewLayer } from "../../ops/pulumi/plan";
import { parseLayers, parseVariadicArguments } from "../args";
import type { CommandCall } from "../command";

/** `./devmin plan`, `./devmin plan core`: what `./devmin up` of the same words would do now. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const selectedLayers = parseLayers(parseVariadicArguments(args, {}).positionals);
    const env = readEnvironment(root);
    const pulumi = await createPulumiCli(env, log);
    for (const layer of selectedLayers) {
        const lines = await previewLayer(env, pulumi, layer, { log }, async (plan) => formatPlan(plan));
        for (const line of lines) console.log(line);
    }
}
