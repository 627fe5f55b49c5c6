import type { ResourceValidationPolicy } from "@pulumi/policy";
import { asGiven } from "../deny";
import { forTypeDeferred } from "../fail-closed";
import { valuesAt } from "../value-at";

/** Where policies are hung on somebody by ARN. */
const attachments: Record<string, string> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/role:Role": "managedPolicyArns",
};

/** AWS' own administrators, and a boundary, which allows all that it does not deny. */
const givesAll =
    /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$|-boundary-/;

/** A boundary is a limit; attached, it is a gift. */
export const administratorAttachments: ResourceValidationPolicy = {
    name: "administrator-attachments",
    description: "Nobody is given an administrator's policy, or a boundary as one.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    validateResource: forTypeDeferred(Object.keys(attachments), (props, { type }, report) => {
        for (const { at, value } of valuesAt(props, attachments[type] as string)) {
            const missing = type === "aws:iam/role:Role" && value === undefined;
            if (missing || (typeof value === "string" && !givesAll.test(value))) continue;
            report(`${at} is ${asGiven(value)}; attach a policy that names its actions and resources.`);
        }
    }),
};
