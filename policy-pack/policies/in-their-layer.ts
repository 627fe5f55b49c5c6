import type { ResourceValidationPolicy } from "@pulumi/policy";
import { inTheirLayer as rows } from "../catalogue/layers";
import { forType } from "../fail-closed";
import { layerOf, ofLayers, projectIn } from "../projects";

/** What lives and what dies is told by where it is declared; one service in core would outlive every lease. */
export const inTheirLayer: ResourceValidationPolicy = {
    name: "in-their-layer",
    description: "What costs by the hour is in demo, and who may use Kafka is in kafka.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    configSchema: { properties: ofLayers },
    validateResource: forType(
        rows.flatMap(({ types }) => types),
        (_props, { type, urn, getConfig }, report) => {
            const here = layerOf(urn, getConfig);
            if (!here) return;
            for (const { what, layer, because } of rows.filter(({ types }) => types.includes(type))) {
                if (layer === here) continue;
                report(`${what} is declared in ${projectIn(urn)}; declare it in ${layer}, because ${because}.`);
            }
        },
    ),
};
