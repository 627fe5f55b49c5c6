import type { Policy, StackValidationPolicy } from "@pulumi/policy";
import { findWaiverProblem, isWaiverForUrn } from "./apply-waivers";
import { advise } from "./catch-unknown";
import { parseProject } from "./layers";
import { formatRenamedPolicy } from "./renamed-policies";
import { type Waiver, waiversFile } from "./waivers";

/** A forgotten exception becomes the rule: every preview lists each waiver, and an expired one is a violation. */
export const createValidWaivers = (
    policies: readonly Policy[],
    list: readonly Partial<Waiver>[],
    now: number,
): StackValidationPolicy => ({
    name: "valid-waivers",
    description: "Every waiver must be complete, not expired, and match a resource of its project.",
    enforcementLevel: "mandatory",
    tags: ["policy-pack"],
    validateStack({ resources }, report) {
        const project = parseProject(resources[0]?.urn ?? "");
        for (const waiver of list) {
            const problem = findWaiverProblem(waiver, policies, now);
            const { policy, oldPolicyName, resource, reason, owner, until } = waiver;
            const waiverLabel = `the waiver of ${policy ?? "no policy"} for ${resource ?? "no resource"}`;
            if (oldPolicyName !== undefined) advise(report, `${formatRenamedPolicy(oldPolicyName, waiversFile)}.`);
            if (waiver.fileProblem) report(`${waiversFile} ${problem}. Correct it; until then no waiver applies.`);
            else if (problem) report(`${waiverLabel}: ${problem}. Correct or remove it in ${waiversFile}.`);
            else if (waiver.project !== project) continue;
            else if (!resources.some(({ urn }) => isWaiverForUrn(waiver, urn))) {
                report(`${waiverLabel} matches no resource in ${project}. Remove it from ${waiversFile}.`);
            } else
                advise(report, `waived until ${until}: ${policy} for ${resource}, because ${reason} (ask ${owner}).`);
        }
    },
});
