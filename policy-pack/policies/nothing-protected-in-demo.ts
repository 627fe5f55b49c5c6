import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../fail-closed";

/** One protected resource stops `pulumi destroy` half-way, and what bills by the hour stays up. */
export const nothingProtectedInDemo: ResourceValidationPolicy = {
    name: "nothing-protected-in-demo",
    description: "What costs by the hour can always be destroyed.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: {
        properties: {
            disposableProjects: {
                type: "array",
                items: { type: "string" },
                default: ["devmin-demo"],
                description: "The projects that live on a lease.",
            },
        },
    },
    validateResource: forType("all", (_props, { urn, opts, getConfig }, report) => {
        const { disposableProjects } = getConfig<{ disposableProjects: string[] }>();
        const project = urn.split("::")[1] as string;
        if (opts.protect && disposableProjects.includes(project)) {
            report(
                `protect is true, here or on a parent; in ${project} it may not be, or pulumi destroy leaves it up.`,
            );
        }
    }),
};
