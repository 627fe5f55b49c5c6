import type { ResourceValidationPolicy } from "@pulumi/policy";
import { asGiven } from "../deny";
import { forTypeDeferred } from "../fail-closed";
import { layerOf, ofLayers } from "../projects";

const boundaryArn = ":policy/devmin-core-[a-z0-9]+-boundary-";

/** Without it, whoever writes a role's policy decides how far it goes. */
export const rolesWithinTheBoundary: ResourceValidationPolicy = {
    name: "roles-within-the-boundary",
    description: "Every role carries the permissions boundary that core makes.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    configSchema: {
        properties: {
            ...ofLayers,
            boundary: {
                type: "string",
                default: boundaryArn,
                description: "What the boundary's ARN looks like, as a regular expression.",
            },
        },
    },
    validateResource: forTypeDeferred<{ permissionsBoundary: unknown }>(
        ["aws:iam/role:Role"],
        ({ permissionsBoundary }, { urn, getConfig }, report) => {
            if (!layerOf(urn, getConfig)) return;
            const { boundary = boundaryArn } = getConfig<{ boundary?: string }>();
            if (typeof permissionsBoundary === "string" && new RegExp(boundary).test(permissionsBoundary)) return;
            report(
                `permissionsBoundary is ${asGiven(permissionsBoundary)}; set it to core's boundaryArn, ` +
                    "or in demo to boundaryArnOf(place).",
            );
        },
    ),
};
