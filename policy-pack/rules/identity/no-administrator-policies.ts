import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { findValues } from "../../runtime/value-at";
import { formatValue } from "../../runtime/violation-message";

/** The properties that attach policies by ARN. */
const policyArnProperties: Record<string, string> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/role:Role": "managedPolicyArns",
};

/** AWS' administrator policies, and permissions boundaries, which allow everything they do not deny. */
const administratorPolicyPattern =
    /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$|-boundary-/;

/** A boundary limits permissions; attached as a policy, it grants them. */
export const noAdministratorPolicies: ResourceValidationPolicy = {
    name: "no-administrator-policies",
    description: "Administrator policies, and permissions boundaries used as policies, must not be attached.",
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
