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
    /** What is wrong with the whole file, after its name; then nothing else is set. */
    fileProblem?: string;
}

const waiverFields = ["policy", "project", "resource", "reason", "owner", "until"] as const;
const maxWaiverDays = 90;
const dayMs = 86_400_000;

/** The waivers of a file; one that is not a list is one waiver with a `fileProblem`, and an item that is no object an empty one. */
export function parseWaivers(json: string): Partial<Waiver>[] {
    let list: unknown;
    try {
        list = JSON.parse(json);
    } catch (error) {
        return [{ fileProblem: `is not valid JSON at ${findJsonError(json)}: ${(error as Error).message}` }];
    }
    return Array.isArray(list)
        ? list.map((each) => renamePolicy(Object(each)))
        : [{ fileProblem: "is not a list: it must begin with [ and end with ]" }];
}

/** What the parser says of a text that could go on, where it names no position; otherwise it names the text's end. */
const endError = /end of JSON|Unterminated|No number after minus|Exponent part|Bad Unicode escape/;

/** `line 3, column 7` of a text that is not JSON: the last character of its shortest part that nothing could complete. */
function findJsonError(text: string): string {
    const isBeyondRepair = (length: number) => {
        try {
            JSON.parse(text.slice(0, length));
            return false;
        } catch (error) {
            const { message } = error as Error;
            return !endError.test(message) && Number(/position (\d+)/.exec(message)?.[1] ?? 0) < length;
        }
    };
    const found = Array.from(text, (_, index) => index).find((index) => isBeyondRepair(index + 1)) ?? text.length;
    const lines = text.slice(0, found).split("\n");
    return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
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
    if (waiver.fileProblem) return waiver.fileProblem;
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
