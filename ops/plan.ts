import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Billed, nameIn } from "../policy-pack/catalogue/cost";
import { versionOf } from "../policy-pack/digest";
import { type CostChange, changeTold, costChange } from "./cost-change";
import type { Environment, Layer } from "./environment";
import { type Change, changesIn, type Judgement, judgementIn, watched } from "./events";
import { type PackSettings, packSettingsFrom } from "./pack-settings";
import { inPrivateFolder } from "./private-folder";
import { folderOf, type Pulumi, type RunOptions, type Say } from "./pulumi";

/** What becomes of a resource, and per property the URNs its value is made from. */
export interface PlannedChange extends Change {
    madeFrom: Readonly<Record<string, readonly string[]>>;
}

/** What the next update of a layer is to do, judged by the policy pack. */
export interface Plan extends Judgement {
    layer: Layer;
    /** Pulumi's own plan; secrets in it are under the stack's key. It is there as long as the plan is used. */
    file: string;
    settings?: PackSettings;
    /** All that is to be there or to go, also what stays the same. */
    changes: PlannedChange[];
    /** What the layer costs before and after. */
    cost: CostChange;
}

export interface PlanOptions extends RunOptions {
    /** Words for Pulumi, for example `--refresh`. @default none */
    words?: readonly string[];
}

/** The policy pack of a clone, as the engine's events name it. */
export const packOf = ({ root }: Pick<Environment, "root">) => `devmin ${versionOf(join(root, "policy-pack"))}`;

/**
 * Previews a layer, and hands over what is to be done. Changes nothing. Throws when a guardrail is violated, and when not all was
 * judged by this clone's policy pack as it is now.
 */
export function withPlan<T>(
    env: Environment,
    pulumi: Pulumi,
    layer: Layer,
    { words = [], ...options }: PlanOptions,
    use: (plan: Plan) => Promise<T>,
): Promise<T> {
    return inPrivateFolder(async (folder) => {
        const settings = packSettingsFrom(folderOf(env, layer));
        const file = join(folder, "plan.json");
        const preview = ["preview", "--stack", env.stack, ...words, "--save-plan", file];
        const say: Say = (line) => ofTheFile.test(line) || options.say?.(line);
        const { events, failure } = await watched(pulumi, layer, preview, { ...options, say });
        if (failure) throw failure;
        const judgement = judgementIn(events, packOf(env), layer);
        const planned: { resourcePlans: Record<string, Planned | undefined> } = JSON.parse(readFileSync(file, "utf8"));
        const changes = changesIn(events, "resourcePreEvent").map((change) => ({
            ...change,
            madeFrom: planned.resourcePlans[change.urn]?.goal?.propertyDependencies ?? {},
        }));
        return use({ ...judgement, layer, file, settings, changes, cost: costOfChanges(changes) });
    });
}

/** What Pulumi says one could do with the file, which nobody can once it was used. */
const ofTheFile = /^(Update plan written to|Run `pulumi up --plan=)/;

/** A resource in Pulumi's plan. */
interface Planned {
    goal?: { propertyDependencies?: Record<string, string[]> };
}

/** What changes make of the bill; nobody bills what is only in the state, such as a component. */
export function costOfChanges(changes: readonly PlannedChange[]): CostChange {
    const billed = (side: "before" | "after") =>
        changes.flatMap(({ urn, type, custom, madeFrom, [side]: inputs }): Billed[] =>
            custom && inputs ? [{ urn, type, inputs, custom, ...(side === "after" && { madeFrom }) }] : [],
        );
    return costChange(billed("before"), billed("after"));
}

/** What a plan would do, what that changes of the bill and what the pack said of it, a line each. */
export function toldOf({ layer, changes, cost, pack, judged, said }: Plan): string[] {
    const moved = changes.filter(({ op }) => op !== "same");
    const same = changes.length - moved.length;
    const counts = [...new Set(moved.map(({ op }) => op))].map(
        (op) => `${moved.filter((each) => each.op === op).length} to ${op}`,
    );
    return [
        `${layer}: ${counts.join(", ") || "nothing to do"}, ${same} stay as they are`,
        ...moved.map(({ op, urn }) => `  ${op.padEnd(8)}${nameIn(urn)}`),
        ...changeTold(cost),
        `judged by the policy pack ${pack}: ${judged} resources, and the stack as a whole`,
        ...said.map(({ policy, urn, message }) => `  ${policy}  ${urn ? `${nameIn(urn)}: ` : ""}${message}`),
    ];
}
