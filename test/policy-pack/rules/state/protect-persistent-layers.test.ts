import assert from "node:assert/strict";
import { protectPersistentLayers } from "../../../../policy-pack/rules/state/protect-persistent-layers";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy protect-persistent-layers", () => {
    const expected = ["it is not protected; set protect: true on its component."];
    const topic = "confluentcloud:index/kafkaTopic:KafkaTopic";
    const cases = [
        {
            title: "allows a protected resource in core",
            type: "aws:iam/role:Role",
            project: "devmin-core",
            protect: true,
            expected: [],
        },
        {
            title: "denies an unprotected resource in core",
            type: "aws:iam/role:Role",
            project: "devmin-core",
            protect: false,
            expected,
        },
        {
            title: "ignores core's component",
            type: "devmin:core:Roles",
            project: "devmin-core",
            custom: false,
            expected: [],
        },
        {
            title: "denies an unprotected topic in kafka",
            type: topic,
            project: "devmin-kafka",
            protect: false,
            expected,
        },
        ...["environment:Environment", "kafkaCluster:KafkaCluster"].map((kind) => ({
            title: `denies an unprotected ${kind} in kafka`,
            type: `confluentcloud:index/${kind}`,
            project: "devmin-kafka",
            protect: false,
            expected,
        })),
        {
            title: "allows a protected topic in kafka",
            type: topic,
            project: "devmin-kafka",
            protect: true,
            expected: [],
        },
        {
            title: "ignores kafka's keys",
            type: "confluentcloud:index/apiKey:ApiKey",
            project: "devmin-kafka",
            expected: [],
        },
        { title: "ignores demo", type: "aws:ec2/vpc:Vpc", project: "devmin-demo", expected: [] },
    ];
    for (const { title, expected, ...declared } of cases) {
        it(title, async () =>
            assert.deepEqual(await evaluateResourcePolicy(protectPersistentLayers, declared), expected),
        );
    }
});
