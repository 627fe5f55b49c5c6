import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
    Policy,
    ReportViolation,
    ResourceValidation,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { isOneOf } from "./catalogue";
import { familyOf, waivable } from "./families";
import { projectIn } from "./projects";

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

export type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

export const file = "policy-pack/waivers.json";
const longest = 90;
const day = 86_400_000;

/** The file's waivers; what is no list of objects is one waiver without a word, which is a malformed one. */
export function waiversIn(json: string): Partial<Waiver>[] {
    try {
        const list: unknown = JSON.parse(json);
        return Array.isArray(list) ? list.map((each) => Object(each)) : [{}];
    } catch {
        return [{}];
    }
}

export const waivers = waiversIn(readFileSync(join(__dirname, "waivers.json"), "utf8"));

/** Why a waiver does not hold; undefined when it does. */
export function faultOf(waiver: Partial<Waiver>, policies: readonly Policy[], now: number): string | undefined {
    const fields = ["policy", "project", "resource", "reason", "owner", "until"] as const;
    const missing = fields.filter((field) => typeof waiver[field] !== "string" || waiver[field] === "");
    if (missing.length) return `it has no ${missing.join(", ")}`;
    const { policy: name, until } = waiver as Waiver;
    const policy = policies.find((each) => each.name === name);
    if (!policy) return `there is no policy ${name}`;
    if (!waivable.includes(familyOf(policy))) return `${name} is about ${familyOf(policy)}, which nobody can waive`;
    const last = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(until) + day : Number.NaN;
    if (Number.isNaN(last)) return `until is ${until}, which is no day like 2026-12-31`;
    if (last <= now) return `it ended on ${until}`;
    return last - now > (longest + 1) * day ? `until is ${until}, more than ${longest} days ahead` : undefined;
}

/** Whether a waiver is about this resource. */
export const isAbout = ({ project, resource }: Partial<Waiver>, urn: string) =>
    project === projectIn(urn) && isOneOf([String(resource)], urn.split("::").slice(2).join("::"));

const how = ` To waive it for some days: ${file}.`;

/** The same policies, silent about what is waived, and telling of the rest how it can be. */
export function waived(policies: readonly AnyPolicy[], list: readonly Partial<Waiver>[], now: number): AnyPolicy[] {
    return policies.map((policy): AnyPolicy => {
        if (!waivable.includes(familyOf(policy))) return policy;
        const live = list.filter((each) => each.policy === policy.name && !faultOf(each, policies, now));
        const listening =
            (report: ReportViolation, own = ""): ReportViolation =>
            (message, urn = own) => {
                if (typeof message !== "string") report(message, urn);
                else if (!live.some((waiver) => isAbout(waiver, urn))) report(message + how, urn);
            };
        if ("validateStack" in policy) {
            return { ...policy, validateStack: (args, report) => policy.validateStack(args, listening(report)) };
        }
        const judge = policy.validateResource as ResourceValidation;
        const validateResource: ResourceValidation = (args, report) => judge(args, listening(report, args.urn));
        // With its mark, so that the SDK goes on to skip what it is not for.
        return { ...policy, validateResource: Object.assign(validateResource, judge) };
    });
}
