import { readPackFile } from "./pack-file";
import { resolvePolicyName } from "./renamed-policies";
import { isTypeMatch } from "./type-pattern";

/** A temporary exception from one policy for one resource. */
export interface Waiver {
    /** The name of the policy. */
    policy: string;
    /** The Pulumi project. */
    project: string;
    /** Type and name of the resource, `aws:ec2/eip:Eip::front`; a star at the end matches the rest. */
    resource: string;
    reason: string;
    /** The person to ask about it. */
    owner: string;
    /** The last day it applies, `2026-12-31` (UTC); at most 90 days ahead. */
    until: string;
    /** The policy's old name, where the file has that. */
    oldPolicyName?: string;
}

const waiverFields = ["policy", "project", "resource", "reason", "owner", "until"] as const;
const maxWaiverDays = 90;
const dayMs = 86_400_000;

/** The waivers of a file; a file that is not a list of objects is one empty waiver, which is reported as malformed. */
export function parseWaivers(json: string): Partial<Waiver>[] {
    try {
        const list: unknown = JSON.parse(json);
        return Array.isArray(list) ? list.map((each) => renamePolicy(Object(each))) : [{}];
    } catch {
        return [{}];
    }
}

/** A waiver of a policy's old name applies to the policy; `oldPolicyName` lets valid-waivers report it. */
function renamePolicy(waiver: Partial<Waiver>): Partial<Waiver> {
    const { policy } = waiver;
    if (typeof policy !== "string" || resolvePolicyName(policy) === policy) return waiver;
    return { ...waiver, policy: resolvePolicyName(policy), oldPolicyName: policy };
}

const { label, text } = readPackFile("waivers.json");

/** The name of the file in messages. */
export const waiversFile = label;

/** The waivers in force; none where there is no file. */
export const waivers = parseWaivers(text ?? "[]");

/** Why a waiver is invalid, whatever its policy; undefined for a valid one. */
export function findWaiverFieldProblem(waiver: Partial<Waiver>, now: number): string | undefined {
    const missing = waiverFields.filter((field) => typeof waiver[field] !== "string" || waiver[field] === "");
    if (missing.length) return `it has no ${missing.join(", ")}`;
    const { until } = waiver as Waiver;
    const endOfLastDay = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(until) + dayMs : Number.NaN;
    if (Number.isNaN(endOfLastDay)) return `until is ${until}, which is not a date (YYYY-MM-DD)`;
    if (endOfLastDay <= now) return `it ended on ${until}`;
    return endOfLastDay - now > (maxWaiverDays + 1) * dayMs
        ? `until is ${until}, more than ${maxWaiverDays} days ahead`
        : undefined;
}

/** Whether a waiver applies to this resource. */
export const isWaiverFor = (waiver: Partial<Waiver>, project: string, type: string, name: string) =>
    waiver.project === project && isTypeMatch([String(waiver.resource)], `${type}::${name}`);
