import { environmentAt } from "../../ops/environment";
import { toldOf, withPlan } from "../../ops/plan";
import { pulumiFor } from "../../ops/pulumi";
import type { Call } from "../verb";
import { layersOf, namesOf } from "../words";

/** `./devmin plan`, `./devmin plan core`: what `./devmin up` of the same words would do now. */
export async function run({ root, args, say }: Call): Promise<void> {
    const wanted = layersOf(namesOf(args, {}).positionals);
    const env = environmentAt(root);
    const pulumi = await pulumiFor(env, say);
    for (const layer of wanted) {
        const told = await withPlan(env, pulumi, layer, { say }, async (plan) => toldOf(plan));
        for (const line of told) console.log(line);
    }
}
