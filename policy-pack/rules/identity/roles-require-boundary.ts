import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { findLayer, projectsSetting } from "../../runtime/layers";
import { formatValue } from "../../runtime/violation-message";

const boundaryArnPattern = ":policy/devmin-core-[a-z0-9]+-boundary-";

/** Without it, whoever writes a role's policy decides how far it goes. */
export const rolesRequireBoundary: ResourceValidationPolicy = {
    name: "roles-require-boundary",
    description: "Every IAM role must have core's permissions boundary.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    configSchema: {
        properties: {
            ...projectsSetting,
            boundary: {
                type: "string",
                default: boundaryArnPattern,
                description: "Regular expression for the ARN of the permissions boundary.",
            },
        },
    },
    validateResource: forTypeDeferred<{ permissionsBoundary: unknown }>(
        ["aws:iam/role:Role"],
        ({ permissionsBoundary }, { urn, getConfig }, report) => {
            if (!findLayer(urn, getConfig)) return;
            const { boundary = boundaryArnPattern } = getConfig<{ boundary?: string }>();
            if (typeof permissionsBoundary === "string" && new RegExp(boundary).test(permissionsBoundary)) return;
            report(
                `permissionsBoundary is ${formatValue(permissionsBoundary)}; set it to core's boundaryArn, ` +
                    "or in demo to getBoundaryArn(scope).",
            );
        },
    ),
};
