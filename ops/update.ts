import type { Sums } from "../policy-pack/catalogue/cost";
import type { Environment, Layer } from "./environment";
import { changesIn, type EngineEvent, type Judgement, judgementIn, watched } from "./events";
import { appendEvidence, type Link } from "./evidence";
import type { PackSettings } from "./pack-settings";
import { type Plan, type PlanOptions, packOf, toldOf, withPlan } from "./plan";
import { type Pulumi, type Say, withoutUnreached } from "./pulumi";
import { stateObject } from "./state";

/** What an update did, and who judged it before. In the chain of evidence: a link of the kind `up`. */
export interface Receipt extends Judgement {
    layer: Layer;
    /** The S3 version of the layer's state that the update left; null where it left none. */
    state: string | null;
    /** What the shell had set of the pack. */
    settings?: PackSettings;
    /** What the layer was to cost after it, USD in us-east-1. */
    cost: Sums;
    /** URNs by what was done with them: `create`, `update`, `replace`, `delete`. */
    did: Record<string, string[]>;
    /** URNs of what could not be done. */
    failed: string[];
}

export interface UpdateOptions {
    say: Say;
    /** Asked once it is known what would be done. @default it is agreed to */
    agrees?(): Promise<boolean>;
    /** Words for Pulumi, for preview and update alike, for example `--refresh`. @default none */
    words?: readonly string[];
}

/**
 * Previews a layer, asks, does what was previewed and nothing else, and leaves the receipt as evidence, also of an update that
 * failed half way. Resolves with its link; with undefined when it was not agreed to. `witness` is the environment with the
 * rights of who may add evidence, as {@link as} gives them for the auditor.
 */
export function update(
    witness: Environment,
    pulumi: Pulumi,
    layer: Layer,
    { say, agrees = async () => true, words }: UpdateOptions,
): Promise<Link | undefined> {
    return withPlan(witness, pulumi, layer, { say, words }, async (plan) => {
        for (const line of toldOf(plan)) say(line);
        if (!(await agrees())) return undefined;
        say(`${layer} comes up …`);
        const { receipt, failure } = await carryOut(witness, pulumi, plan, { say, words });
        const link = await leave(witness, receipt, failure !== undefined).catch((error: Error) => {
            throw new Error(
                `${failure ? `${failure.message}\nAnd its` : `${layer} is up, but its`} receipt could not be written (${error.message}): ` +
                    `./devmin up ${layer} writes the next one.`,
            );
        });
        if (failure) throw failure;
        return link;
    });
}

/**
 * Does what was planned; Pulumi refuses what program or cloud want beyond it. Resolves with the receipt, and with what went
 * wrong if something did. Throws where nothing was begun, as when another update holds the lock: that leaves no receipt.
 */
export async function carryOut(
    env: Environment,
    pulumi: Pulumi,
    { layer, file, pack, judged, said, settings, cost }: Plan,
    { words = [], say = () => {}, variables }: PlanOptions,
): Promise<{ receipt: Omit<Receipt, "state">; failure?: Error }> {
    if (packOf(env) !== pack) throw new Error(`policy-pack is not as it was in the preview (${pack}): start again.`);
    const up = ["up", "--yes", "--skip-preview", "--stack", env.stack, ...words, "--plan", file];
    const { events, failure } = await watched(pulumi, layer, up, { variables, say: withoutUnreached(say) });
    if (failure && !events.some(({ resOutputsEvent: step, resOpFailedEvent: failed }) => step ?? failed)) throw failure;
    const done = changesIn(events, "resOutputsEvent").filter(({ op }) => op !== "same");
    const did: Receipt["did"] = {};
    for (const { op, urn } of done) did[op] = [...(did[op] ?? []), urn];
    const failed = events.flatMap(({ resOpFailedEvent: step }) => step?.metadata.urn ?? []);
    return {
        receipt: { layer, pack, judged, said, settings, cost: cost.after, did, failed },
        failure: failure ?? misjudged(events, pack, layer),
    };
}

/** An update is judged once more, by the values that a preview does not know. */
function misjudged(events: readonly EngineEvent[], pack: string, layer: Layer): Error | undefined {
    try {
        judgementIn(events, pack, layer);
        return undefined;
    } catch (error) {
        return error as Error;
    }
}

/** Writes a receipt down, for the state that the layer has now. */
export async function leave(witness: Environment, receipt: Omit<Receipt, "state">, failed: boolean): Promise<Link> {
    const state = (await stateObject(witness, receipt.layer))?.VersionId ?? null;
    const details: Receipt = { ...receipt, state };
    return appendEvidence(witness, { kind: "up", verdict: failed ? "broken" : "holds", details });
}
