import type { ResourceValidationPolicy } from "@pulumi/policy";
import { inTheirLayer as rows } from "../catalogue/layers";
import { forType } from "../fail-closed";
import { layerProjects, projectIn } from "../projects";

/** What lives and what dies is told by where it is declared; one service in core would outlive every lease. */
export const inTheirLayer: ResourceValidationPolicy = {
    name: "in-their-layer",
    description: "What costs by the hour is in demo, and who may use Kafka is in kafka.",
    enforcementLevel: "mandatory",
    tags: ["layers"],
    validateResource: forType(
        rows.flatMap(({ types }) => types),
        (_props, { type, urn }, report) => {
            const project = projectIn(urn);
            if (!Object.values(layerProjects).includes(project)) return;
            for (const { what, layer, because } of rows.filter(({ types }) => types.includes(type))) {
                if (project === layerProjects[layer]) continue;
                report(`${what} is declared in ${project}; declare it in ${layer}, because ${because}.`);
            }
        },
    ),
};
