import { publicAddress } from "./allowed";
import { connector, flinkPool, flinkStatement } from "./denied/confluent";
import { ec2Instance, launchTemplate, spotInstance } from "./denied/ec2";
import { ecsService, ecsTaskDefinition } from "./denied/ecs";
import * as rds from "./denied/rds";
import { ebsVolume, efs } from "./denied/storage";

/** Something that has its place in one layer. */
export interface LayerPlacement {
    label: string;
    types: readonly string[];
    /** Where it belongs. */
    layer: "kafka" | "demo";
    because: string;
}

const hourlyBilledRows = [
    ...[ecsService, ecsTaskDefinition, ec2Instance, spotInstance, launchTemplate, ebsVolume, efs, publicAddress],
    ...[connector, flinkPool, flinkStatement, ...Object.values(rds)],
];

export const layerPlacements: readonly LayerPlacement[] = [
    {
        label: "what costs by the hour",
        types: hourlyBilledRows.flatMap(({ types }) => types),
        layer: "demo",
        because: "only demo lives on a lease",
    },
    {
        label: "an identity of Confluent, its key or its rights",
        types: [
            "confluentcloud:index/serviceAccount:ServiceAccount",
            "confluentcloud:index/apiKey:ApiKey",
            "confluentcloud:index/kafkaAcl:KafkaAcl",
            "confluentcloud:index/roleBinding:RoleBinding",
            "confluentcloud:index/identityPool:IdentityPool",
            "confluentcloud:index/identityProvider:IdentityProvider",
        ],
        layer: "kafka",
        because: "one catalogue says who may use the cluster",
    },
];
