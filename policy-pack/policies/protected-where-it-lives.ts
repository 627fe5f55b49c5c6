import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../fail-closed";
import { layerOf, ofLayers } from "../projects";

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
    configSchema: { properties: ofLayers },
    validateResource: forType("all", (_props, { type, urn, opts, provider, getConfig }, report) => {
        const layer = layerOf(urn, getConfig);
        const lives = layer === "core" ? provider !== undefined : layer === "kafka" && holdRecords.includes(type);
        if (lives && !opts.protect) {
            report("it is not protected; set protect: true on the component it is in.");
        }
    }),
};
