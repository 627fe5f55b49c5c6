import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../fail-closed";
import { layerOf, ofLayers, projectIn } from "../projects";

/** One protected resource stops `pulumi destroy` half-way, and what bills by the hour stays up. */
export const nothingProtectedInDemo: ResourceValidationPolicy = {
    name: "nothing-protected-in-demo",
    description: "What costs by the hour can always be destroyed.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: ofLayers },
    validateResource: forType("all", (_props, { urn, opts, getConfig }, report) => {
        if (opts.protect && layerOf(urn, getConfig) === "demo") {
            report(
                `protect is true, here or on a parent; in ${projectIn(urn)} it may not be, or pulumi destroy leaves it up.`,
            );
        }
    }),
};
