import type { ResourceValidationPolicy } from "@pulumi/policy";
import { layerPlacements as rows } from "../../catalogue/layers";
import { forType } from "../../runtime/catch-unknown";
import { findLayer, parseProject, projectsSetting } from "../../runtime/layers";

/** The layer of a resource decides how long it exists; a service in core would outlive every lease. */
export const layerPlacement: ResourceValidationPolicy = {
    name: "layer-placement",
    description: "Resources that bill by the hour must be in demo, and Confluent identities in kafka.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: projectsSetting },
    validateResource: forType(
        rows.flatMap(({ types }) => types),
        (_props, { type, urn, getConfig }, report) => {
            const currentLayer = findLayer(urn, getConfig);
            if (!currentLayer) return;
            for (const { label, layer, because } of rows.filter(({ types }) => types.includes(type))) {
                if (layer === currentLayer) continue;
                report(`${label} is declared in ${parseProject(urn)}; declare it in ${layer}: ${because}.`);
            }
        },
    ),
};
