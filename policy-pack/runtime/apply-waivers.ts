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

/** Why a waiver is invalid, for its fields or its policy; undefined for a valid one. */
export function findWaiverProblem(
    waiver: Partial<Waiver>,
    policies: readonly Policy[],
    now: number,
): string | undefined {
    const fieldProblem = findWaiverFieldProblem(waiver, now);
    if (fieldProblem) return fieldProblem;
    const policy = policies.find(({ name }) => name === waiver.policy);
    if (!policy) return `there is no policy called ${waiver.policy}`;
    const family = getFamily(policy);
    return waivableFamilies.includes(family) ? undefined : `${policy.name} is about ${family}, which cannot be waived`;
}

/** Whether a waiver applies to the resource of this URN. */
export function isWaiverForUrn(waiver: Partial<Waiver>, urn: string): boolean {
    const [, project = "", type = "", name = ""] = urn.split("::");
    return isWaiverFor(waiver, project, type.split("$").at(-1) as string, name);
}

/** The same policies without the waived violations; the others say how to waive them. */
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
        // Keeps the mark by which the SDK skips resources of other types.
        return { ...policy, validateResource: Object.assign(validateResource, validate) };
    });
}
