import type { Policy, StackValidationPolicy } from "@pulumi/policy";
import { findWaiverProblem, isWaiverForUrn } from "./apply-waivers";
import { advise } from "./catch-unknown";
import { parseProject } from "./layers";
import { type Waiver, waiversFile } from "./waivers";

/** An exception nobody remembers is the rule; so each is read out in every preview, and none outlives its day. */
export const createValidWaivers = (
    policies: readonly Policy[],
    list: readonly Partial<Waiver>[],
    now: number,
): StackValidationPolicy => ({
    name: "valid-waivers",
    description: "Every waiver is whole, has not ended, and is about something that is there.",
    enforcementLevel: "mandatory",
    tags: ["policy-pack"],
    validateStack({ resources }, report) {
        const project = parseProject(resources[0]?.urn ?? "");
        for (const waiver of list) {
            const problem = findWaiverProblem(waiver, policies, now);
            const { policy, resource, reason, owner, until } = waiver;
            const waiverLabel = `the waiver of ${policy ?? "nothing"} for ${resource ?? "nothing"}`;
            if (problem) report(`${waiverLabel}: ${problem}. Correct or remove it in ${waiversFile}.`);
            else if (waiver.project !== project) continue;
            else if (!resources.some(({ urn }) => isWaiverForUrn(waiver, urn))) {
                report(`${waiverLabel} is about nothing in ${project}. Remove it from ${waiversFile}.`);
            } else
                advise(report, `waived until ${until}: ${policy} for ${resource}, because ${reason} (ask ${owner}).`);
        }
    },
});
