import type {
    Policy,
    ReportViolation,
    ResourceValidation,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { getFamily, waivableFamilies } from "./families";
import { addWaiverHint } from "./violation-message";
import { findWaiverFieldProblem, isWaiverFor, type Waiver } from "./waivers";

export type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** Why a waiver does not hold, for what it says or for which policy; undefined when it does. */
export function findWaiverProblem(
    waiver: Partial<Waiver>,
    policies: readonly Policy[],
    now: number,
): string | undefined {
    const fieldProblem = findWaiverFieldProblem(waiver, now);
    if (fieldProblem) return fieldProblem;
    const policy = policies.find(({ name }) => name === waiver.policy);
    if (!policy) return `there is no policy ${waiver.policy}`;
    const family = getFamily(policy);
    return waivableFamilies.includes(family) ? undefined : `${policy.name} is about ${family}, which nobody can waive`;
}

/** Whether a waiver is about the resource of this URN. */
export function isWaiverForUrn(waiver: Partial<Waiver>, urn: string): boolean {
    const [, project = "", type = "", name = ""] = urn.split("::");
    return isWaiverFor(waiver, project, type.split("$").at(-1) as string, name);
}

/** The same policies, silent about what is waived, and telling of the rest how it can be. */
export function applyWaivers(
    policies: readonly AnyPolicy[],
    list: readonly Partial<Waiver>[],
    now: number,
): AnyPolicy[] {
    return policies.map((policy): AnyPolicy => {
        if (!waivableFamilies.includes(getFamily(policy))) return policy;
        const activeWaivers = list.filter(
            (each) => each.policy === policy.name && !findWaiverProblem(each, policies, now),
        );
        const filterWaived =
            (report: ReportViolation, resourceUrn = ""): ReportViolation =>
            (message, urn = resourceUrn) => {
                if (typeof message !== "string") report(message, urn);
                else if (!activeWaivers.some((waiver) => isWaiverForUrn(waiver, urn)))
                    report(addWaiverHint(message), urn);
            };
        if ("validateStack" in policy) {
            return { ...policy, validateStack: (args, report) => policy.validateStack(args, filterWaived(report)) };
        }
        const validate = policy.validateResource as ResourceValidation;
        const validateResource: ResourceValidation = (args, report) => validate(args, filterWaived(report, args.urn));
        // With its mark, so that the SDK goes on to skip what it is not for.
        return { ...policy, validateResource: Object.assign(validateResource, validate) };
    });
}
