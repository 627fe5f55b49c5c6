import { readPackFile } from "./pack-file";
import { isTypeMatch } from "./type-pattern";

/** One exception: what, for whom, why, and until when. */
export interface Waiver {
    /** The policy's name. */
    policy: string;
    /** The Pulumi project it is for. */
    project: string;
    /** Type and name of the resource, `aws:ec2/eip:Eip::front`; a star at the end stands for the rest of it. */
    resource: string;
    reason: string;
    /** Whom to ask. */
    owner: string;
    /** The last day it holds, `2026-12-31`; at most 90 days ahead. */
    until: string;
}

const waiverFields = ["policy", "project", "resource", "reason", "owner", "until"] as const;
const maxWaiverDays = 90;
const dayMs = 86_400_000;

/** The file's waivers; what is no list of objects is one waiver without a word, which is a malformed one. */
export function parseWaivers(json: string): Partial<Waiver>[] {
    try {
        const list: unknown = JSON.parse(json);
        return Array.isArray(list) ? list.map((each) => Object(each)) : [{}];
    } catch {
        return [{}];
    }
}

const { label, text } = readPackFile("waivers.json");

/** The file as messages name it. */
export const waiversFile = label;

/** A file that is not there has no waivers. */
export const waivers = parseWaivers(text ?? "[]");

/** Why a waiver does not hold, whatever its policy says; undefined when it does. */
export function findWaiverFieldProblem(waiver: Partial<Waiver>, now: number): string | undefined {
    const missing = waiverFields.filter((field) => typeof waiver[field] !== "string" || waiver[field] === "");
    if (missing.length) return `it has no ${missing.join(", ")}`;
    const { until } = waiver as Waiver;
    const endOfLastDay = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(until) + dayMs : Number.NaN;
    if (Number.isNaN(endOfLastDay)) return `until is ${until}, which is no day like 2026-12-31`;
    if (endOfLastDay <= now) return `it ended on ${until}`;
    return endOfLastDay - now > (maxWaiverDays + 1) * dayMs
        ? `until is ${until}, more than ${maxWaiverDays} days ahead`
        : undefined;
}

/** Whether a waiver is about this resource. */
export const isWaiverFor = (waiver: Partial<Waiver>, project: string, type: string, name: string) =>
    waiver.project === project && isTypeMatch([String(waiver.resource)], `${type}::${name}`);
