import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../../runtime/catch-unknown";
import { findLayer, parseProject, projectsSetting } from "../../runtime/layers";

/** One protected resource stops `pulumi destroy` half-way, and resources that bill by the hour stay up. */
export const demoIsUnprotected: ResourceValidationPolicy = {
    name: "demo-is-unprotected",
    description: "Resources of demo must not be protected.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: projectsSetting },
    validateResource: forType("all", (_props, { urn, opts, getConfig }, report) => {
        if (opts.protect && findLayer(urn, getConfig) === "demo") {
            report(`protect is true, here or on a parent; remove it in ${parseProject(urn)}, or pulumi destroy fails.`);
        }
    }),
};
