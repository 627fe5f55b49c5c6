import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../../runtime/catch-unknown";
import { findLayer, projectsSetting } from "../../runtime/layers";

/** Resources of kafka that store records; keys and permissions can be recreated. */
const persistentKafkaTypes = [
    "confluentcloud:index/environment:Environment",
    "confluentcloud:index/kafkaCluster:KafkaCluster",
    "confluentcloud:index/kafkaTopic:KafkaTopic",
];

/** A destroy in the wrong folder fails before it begins. */
export const protectPersistentLayers: ResourceValidationPolicy = {
    name: "protect-persistent-layers",
    description: "Every resource of core, and every resource of kafka that stores records, must be protected.",
    enforcementLevel: "mandatory",
    tags: ["state"],
    configSchema: { properties: projectsSetting },
    validateResource: forType("all", (_props, { type, urn, opts, provider, getConfig }, report) => {
        const layer = findLayer(urn, getConfig);
        const isPersistent =
            layer === "core" ? provider !== undefined : layer === "kafka" && persistentKafkaTypes.includes(type);
        if (isPersistent && !opts.protect) {
            report("it is not protected; set protect: true on its component.");
        }
    }),
};
