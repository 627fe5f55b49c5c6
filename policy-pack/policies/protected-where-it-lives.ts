import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../fail-closed";
import { layerProjects, projectIn } from "../projects";

/** In kafka, what holds records; keys and rights can be made again. */
const holdRecords = [
    "confluentcloud:index/environment:Environment",
    "confluentcloud:index/kafkaCluster:KafkaCluster",
    "confluentcloud:index/kafkaTopic:KafkaTopic",
];

/** A destroy in the wrong folder is refused before it has begun. */
export const protectedWhereItLives: ResourceValidationPolicy = {
    name: "protected-where-it-lives",
    description: "All of core is protected, and in kafka what holds records.",
    enforcementLevel: "mandatory",
    tags: ["state"],
    validateResource: forType("all", (_props, { type, urn, opts, provider }, report) => {
        const lives = {
            [layerProjects.core]: provider !== undefined,
            [layerProjects.kafka]: holdRecords.includes(type),
        };
        if (lives[projectIn(urn)] && !opts.protect) {
            report("it is not protected; set protect: true on the component it is in.");
        }
    }),
};
