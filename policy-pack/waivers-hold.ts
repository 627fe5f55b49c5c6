import type { Policy, StackValidationPolicy } from "@pulumi/policy";
import { file, type Waiver } from "./catalogue/waivers";
import { advise } from "./fail-closed";
import { projectIn } from "./projects";
import { faultOf, isAboutUrn } from "./waived";

/** An exception nobody remembers is the rule; so each is read out in every preview, and none outlives its day. */
export const waiversHold = (
    policies: readonly Policy[],
    list: readonly Partial<Waiver>[],
    now: number,
): StackValidationPolicy => ({
    name: "waivers-hold",
    description: "Every waiver is whole, has not ended, and is about something that is there.",
    enforcementLevel: "mandatory",
    tags: ["pack"],
    validateStack({ resources }, report) {
        const project = projectIn(resources[0]?.urn ?? "");
        for (const waiver of list) {
            const fault = faultOf(waiver, policies, now);
            const { policy, resource, reason, owner, until } = waiver;
            const named = `the waiver of ${policy ?? "nothing"} for ${resource ?? "nothing"}`;
            if (fault) report(`${named}: ${fault}. Correct or remove it in ${file}.`);
            else if (waiver.project !== project) continue;
            else if (!resources.some(({ urn }) => isAboutUrn(waiver, urn))) {
                report(`${named} is about nothing in ${project}. Remove it from ${file}.`);
            } else
                advise(report, `waived until ${until}: ${policy} for ${resource}, because ${reason} (ask ${owner}).`);
        }
    },
});
