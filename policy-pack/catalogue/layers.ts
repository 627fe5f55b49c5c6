import { publicAddress } from "./allowed";
import { connector, flinkPool, flinkStatement } from "./denied/confluent";
import { ec2Instance, launchTemplate, spotInstance } from "./denied/ec2";
import { ecsService, ecsTaskDefinition } from "./denied/ecs";
import * as rds from "./denied/rds";
import { ebsVolume, efs } from "./denied/storage";

/** Resource types that belong in one layer. */
export interface LayerPlacement {
    label: string;
    types: readonly string[];
    layer: "kafka" | "demo";
    because: string;
}

const hourlyBilledRows = [
    ...[ecsService, ecsTaskDefinition, ec2Instance, spotInstance, launchTemplate, ebsVolume, efs, publicAddress],
    ...[connector, flinkPool, flinkStatement, ...Object.values(rds)],
];

export const layerPlacements: readonly LayerPlacement[] = [
    {
        label: "a resource that bills by the hour",
        types: hourlyBilledRows.flatMap(({ types }) => types),
        layer: "demo",
        because: "only demo has a lease",
    },
    {
        label: "a Confluent identity, API key or permission",
        types: [
            "confluentcloud:index/serviceAccount:ServiceAccount",
            "confluentcloud:index/apiKey:ApiKey",
            "confluentcloud:index/kafkaAcl:KafkaAcl",
            "confluentcloud:index/roleBinding:RoleBinding",
            "confluentcloud:index/identityPool:IdentityPool",
            "confluentcloud:index/identityProvider:IdentityProvider",
        ],
        layer: "kafka",
        because: "one file lists who may use the cluster",
    },
];
