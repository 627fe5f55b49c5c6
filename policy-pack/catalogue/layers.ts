import { connector, flinkPool, flinkStatement } from "./confluent";
import { instance, launchTemplate, spotInstance } from "./ec2";
import { ecsService, taskSize } from "./ecs";
import { publicAddress } from "./kept";
import * as rds from "./rds";
import { ebsVolume, efs } from "./storage";

/** Something that has its place in one layer. */
export interface InItsLayer {
    what: string;
    types: readonly string[];
    /** Where it belongs. */
    layer: "kafka" | "demo";
    because: string;
}

const dear = [
    ...[ecsService, taskSize, instance, spotInstance, launchTemplate, ebsVolume, efs, publicAddress],
    ...[connector, flinkPool, flinkStatement, ...Object.values(rds)],
];

export const inTheirLayer: readonly InItsLayer[] = [
    {
        what: "what costs by the hour",
        types: dear.flatMap(({ types }) => types),
        layer: "demo",
        because: "only demo lives on a lease",
    },
    {
        what: "an identity of Confluent, its key or its rights",
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
