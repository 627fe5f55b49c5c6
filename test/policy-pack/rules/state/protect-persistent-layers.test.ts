import assert from "node:assert/strict";
import { protectPersistentLayers } from "../../../../policy-pack/rules/state/protect-persistent-layers";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy protect-persistent-layers", () => {
    const says = ["it is not protected; set protect: true on its component."];
    const topic = "confluentcloud:index/kafkaTopic:KafkaTopic";
    const cases = [
        {
            title: "allows what is protected in core",
            type: "aws:iam/role:Role",
            project: "devmin-core",
            protect: true,
            says: [],
        },
        { title: "denies what is not", type: "aws:iam/role:Role", project: "devmin-core", protect: false, says },
        {
            title: "asks nothing of core's component",
            type: "devmin:core:Roles",
            project: "devmin-core",
            custom: false,
            says: [],
        },
        { title: "denies a topic in kafka that is not", type: topic, project: "devmin-kafka", protect: false, says },
        ...["environment:Environment", "kafkaCluster:KafkaCluster"].map((kind) => ({
            title: `denies a ${kind} in kafka that is not`,
            type: `confluentcloud:index/${kind}`,
            project: "devmin-kafka",
            protect: false,
            says,
        })),
        { title: "allows one that is", type: topic, project: "devmin-kafka", protect: true, says: [] },
        {
            title: "asks nothing of kafka's keys",
            type: "confluentcloud:index/apiKey:ApiKey",
            project: "devmin-kafka",
            says: [],
        },
        { title: "asks nothing of demo", type: "aws:ec2/vpc:Vpc", project: "devmin-demo", says: [] },
    ];
    for (const { title, says, ...declared } of cases) {
        it(title, async () => assert.deepEqual(await evaluateResourcePolicy(protectPersistentLayers, declared), says));
    }
});
