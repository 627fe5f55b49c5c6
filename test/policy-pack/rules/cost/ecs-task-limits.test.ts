import assert from "node:assert/strict";
import { ecsTaskLimits } from "../../../../policy-pack/rules/cost/ecs-task-limits";
import { evaluateResourcePolicy, previewUnknown } from "../../evaluate-policy";

describe("policy ecs-task-limits", () => {
    const evaluate = (capacityProvider: string, { tags = {} as unknown, project = "devmin-demo", config = {} } = {}) =>
        evaluateResourcePolicy(
            ecsTaskLimits,
            {
                type: "aws:ecs/service:Service",
                project,
                props: { desiredCount: 1, capacityProviderStrategies: [{ capacityProvider, weight: 1 }], tags },
            },
            config,
        );
    const declared = { capacity: "onDemand" };

    it("allows a service of demo on demand if its tag declares it", async () => {
        assert.deepEqual(await evaluate("FARGATE", { tags: declared }), []);
    });

    it("allows it in the projects of its settings, and nowhere else", async () => {
        const config = { onDemandProjects: ["playground"] };
        assert.deepEqual(await evaluate("FARGATE", { tags: declared, project: "playground", config }), []);
        assert.equal((await evaluate("FARGATE", { tags: declared, config })).length, 1);
    });

    it("allows Spot whatever the tags are, also unknown ones", async () => {
        assert.deepEqual(await evaluate("FARGATE_SPOT", { tags: previewUnknown, project: "shop" }), []);
    });

    const denied: [string, string, Parameters<typeof evaluate>[1]][] = [
        ["without the tag", "FARGATE", {}],
        ["without any tags", "FARGATE", { tags: null }],
        ["whose tag says Spot", "FARGATE", { tags: { capacity: "spot" } }],
        ["in another project, where nothing ends its lease", "FARGATE", { tags: declared, project: "shop" }],
        ["in a persistent layer", "FARGATE", { tags: declared, project: "devmin-core" }],
    ];
    for (const [title, provider, more] of denied) {
        it(`denies a service on demand ${title}`, async () => {
            const [message, ...others] = await evaluate(provider, more);
            assert.match(
                message ?? "",
                /^capacityProviderStrategies\.0\.capacityProvider is FARGATE; set it to FARGATE_SPOT \(capacityProviders\), or in devmin-demo \(onDemandProjects\) to FARGATE with the tag capacity = onDemand\. /,
            );
            assert.deepEqual(others, []);
        });
    }

    it("denies another capacity provider whatever the tag says", async () => {
        assert.equal((await evaluate("my-instances", { tags: declared })).length, 1);
    });

    it("denies a service on demand whose tags are unknown", async () => {
        const [message] = await evaluate("FARGATE", { tags: previewUnknown });
        assert.match(message ?? "", /^tags is unknown in preview/);
    });
});
