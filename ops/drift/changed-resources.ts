import { isDeepStrictEqual } from "node:util";
import { formatResourceLabel } from "../../policy-pack/pricing/cost";
import type { Environment, Layer } from "../environment";
import type { PulumiCli } from "../pulumi/cli";
import { listChanges, type ResourceChange, runWithEventLog } from "../pulumi/engine-events";

/** A property as it was deployed, and as it is. */
export interface ChangedProperty {
    name: string;
    deployed: unknown;
    current: unknown;
}

/** What happened to a resource since the last update of its layer, without Pulumi. */
export interface ChangedResource {
    urn: string;
    type: string;
    /** Whether it does not exist any more. */
    isGone: boolean;
    /** Its declared properties that have another value; of one that is gone none. */
    properties: ChangedProperty[];
}

/**
 * Reads every resource of a layer as its provider does (`pulumi refresh --preview-only`), and returns those that are not as they
 * were deployed. Changes nothing and runs no program: what the program would change since is not drift. Values that AWS computes
 * are not compared.
 */
export async function listChangedResources(
    env: Environment,
    pulumi: PulumiCli,
    layer: Layer,
): Promise<ChangedResource[]> {
    const args = ["refresh", "--preview-only", "--stack", env.stack];
    const { events, failure } = await runWithEventLog(pulumi, layer, args, {});
    if (failure) throw failure;
    return listChanges(events, "resOutputsEvent")
        .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
        .map((change) => ({
            urn: change.urn,
            type: change.type,
            isGone: change.op === "delete",
            properties: change.op === "delete" ? [] : listChangedProperties(change),
        }))
        .filter(({ isGone, properties }) => isGone || properties.length > 0);
}

function listChangedProperties({ before = {}, after = {} }: ResourceChange): ChangedProperty[] {
    return Object.entries(before)
        .map(([name, deployed]) => ({ name, deployed, current: after[name] }))
        .filter(({ name, deployed, current }) => name !== "__defaults" && !isDeepStrictEqual(deployed, current));
}

/** `desiredCount of Service pulse is 3, and was deployed as 1`. */
export function formatChangedResource({ urn, isGone, properties }: ChangedResource): string[] {
    const label = formatResourceLabel(urn);
    if (isGone) return [`${label} is gone`];
    return properties.map(({ name, deployed, current }) =>
        isShort(deployed) && isShort(current)
            ? `${name} of ${label} is ${current ?? "not set"}, and was deployed as ${deployed}`
            : `${name} of ${label} is not as it was deployed`,
    );
}

/** Whether a value can be part of a sentence. One that is secret cannot: the engine hides it on the side that it knows. */
function isShort(value: unknown): boolean {
    if (value === "[secret]") return false;
    return typeof value !== "object" && String(value).length <= 40;
}
