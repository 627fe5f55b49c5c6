import assert from "node:assert/strict";
import { layerPlacement } from "../../../../policy-pack/rules/layers/layer-placement";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy layer-placement", () => {
    const service = "aws:ecs/service:Service";
    const key = "confluentcloud:index/apiKey:ApiKey";
    const cases = [
        { title: "allows a service in demo", type: service, project: "devmin-demo", expected: [] },
        {
            title: "denies a service in core",
            type: service,
            project: "devmin-core",
            expected: [
                "a resource that bills by the hour is declared in devmin-core; declare it in demo: only demo has a lease.",
            ],
        },
        { title: "allows a key in kafka", type: key, project: "devmin-kafka", expected: [] },
        {
            title: "denies a key in demo",
            type: key,
            project: "devmin-demo",
            expected: [
                "a Confluent identity, API key or permission is declared in devmin-demo; declare it in kafka: one file lists " +
                    "who may use the cluster.",
            ],
        },
        { title: "ignores projects that are not layers", type: service, project: "trial", expected: [] },
    ];
    for (const { title, type, project, expected } of cases) {
        it(title, async () =>
            assert.deepEqual(await evaluateResourcePolicy(layerPlacement, { type, project }), expected),
        );
    }
});
