import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { formatValue } from "../../runtime/deny-resources";
import { findValues } from "../../runtime/value-at";

/** Where policies are hung on somebody by ARN. */
const policyArnProperties: Record<string, string> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/role:Role": "managedPolicyArns",
};

/** AWS' own administrators, and a boundary, which allows all that it does not deny. */
const administratorPolicyPattern =
    /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$|-boundary-/;

/** A boundary is a limit; attached, it is a gift. */
export const noAdministratorPolicies: ResourceValidationPolicy = {
    name: "no-administrator-policies",
    description: "Nobody is given an administrator's policy, or a boundary as one.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    validateResource: forTypeDeferred(Object.keys(policyArnProperties), (props, { type }, report) => {
        for (const { path, value } of findValues(props, policyArnProperties[type] as string)) {
            const missing = type === "aws:iam/role:Role" && value === undefined;
            if (missing || (typeof value === "string" && !administratorPolicyPattern.test(value))) continue;
            report(`${path} is ${formatValue(value)}; attach a policy that names its actions and resources.`);
        }
    }),
};
