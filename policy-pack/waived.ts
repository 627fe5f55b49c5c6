import type {
    Policy,
    ReportViolation,
    ResourceValidation,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { file, flawOf, isAbout, type Waiver } from "./catalogue/waivers";
import { familyOf, waivable } from "./families";

export type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** Why a waiver does not hold, for what it says or for which policy; undefined when it does. */
export function faultOf(waiver: Partial<Waiver>, policies: readonly Policy[], now: number): string | undefined {
    const flaw = flawOf(waiver, now);
    if (flaw) return flaw;
    const policy = policies.find(({ name }) => name === waiver.policy);
    if (!policy) return `there is no policy ${waiver.policy}`;
    const family = familyOf(policy);
    return waivable.includes(family) ? undefined : `${policy.name} is about ${family}, which nobody can waive`;
}

/** Whether a waiver is about the resource of this URN. */
export function isAboutUrn(waiver: Partial<Waiver>, urn: string): boolean {
    const [, project = "", type = "", name = ""] = urn.split("::");
    return isAbout(waiver, project, type.split("$").at(-1) as string, name);
}

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
                else if (!live.some((waiver) => isAboutUrn(waiver, urn))) report(message + how, urn);
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
