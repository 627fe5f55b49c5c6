import type { ResourceValidationPolicy } from "@pulumi/policy";
import { layerPlacements as rows } from "../../catalogue/layers";
import { forType } from "../../runtime/catch-unknown";
import { findLayer, parseProject, projectsSetting } from "../../runtime/layers";

/** What lives and what dies is told by where it is declared; one service in core would outlive every lease. */
export const layerPlacement: ResourceValidationPolicy = {
    name: "layer-placement",
    description: "What costs by the hour is in demo, and who may use Kafka is in kafka.",
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
                report(`${label} is declared in ${parseProject(urn)}; declare it in ${layer}, because ${because}.`);
            }
        },
    ),
};
