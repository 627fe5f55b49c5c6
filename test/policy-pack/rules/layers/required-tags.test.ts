import assert from "node:assert/strict";
import { requiredTags } from "../../../../policy-pack/rules/layers/required-tags";
import { evaluateResourcePolicy, type PolicyInput, previewUnknown, remediate } from "../../evaluate-policy";

const tags = { "devmin:owner": "ada@example.org", "devmin:layer": "demo", "devmin:stack": "local" };
const provided = { tags: JSON.stringify({ tags }), none: undefined };
const vpc: PolicyInput = { type: "aws:ec2/vpc:Vpc", project: "devmin-demo", defaultTags: provided.tags };
const declareIt = "; declare it with the provider of demo (lib/aws-provider.ts), which sets these tags.";
/** Policies receive and return proxies. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("policy required-tags", () => {
    const cases: { title: string; change: Partial<PolicyInput>; expected: string[] }[] = [
        { title: "allows a resource tagged by its provider", change: {}, expected: [] },
        {
            title: "allows a resource with its own tags",
            change: { defaultTags: undefined, props: { tags } },
            expected: [],
        },
        {
            title: "allows tags that the official provider shows in tagsAll",
            change: { defaultTags: undefined, props: { tags: { Name: "it" }, tagsAll: { ...tags, Name: "it" } } },
            expected: [],
        },
        { title: "accepts a provider's tags as an object", change: { defaultTags: { tags } }, expected: [] },
        {
            title: "denies a resource of another provider",
            change: { defaultTags: undefined },
            expected: [`devmin:owner is not set, devmin:layer is not set, devmin:stack is not set${declareIt}`],
        },
        {
            title: "denies tags of another layer and stack",
            change: { props: { tags: { "devmin:layer": "core", "devmin:stack": "alice" } } },
            expected: [`devmin:layer is core, devmin:stack is alice${declareIt}`],
        },
        {
            title: "denies an empty owner",
            change: { props: { tags: { "devmin:owner": "" } } },
            expected: [`devmin:owner is ""${declareIt}`],
        },
        {
            title: "denies an unknown owner",
            change: { props: { tags: { "devmin:owner": previewUnknown } } },
            expected: [
                "tags.devmin:owner is unknown in preview: make it a literal, a configuration value or a name built from those, " +
                    "not another resource's output.",
            ],
        },
        { title: "ignores a component", change: { custom: false, defaultTags: undefined }, expected: [] },
        {
            title: "ignores Confluent Cloud, which has no tags",
            change: { type: "confluentcloud:index/kafkaTopic:KafkaTopic", defaultTags: undefined },
            expected: [],
        },
        {
            title: "ignores projects that are not layers",
            change: { project: "trial", defaultTags: undefined },
            expected: [],
        },
    ];
    for (const { title, change, expected } of cases) {
        it(title, async () =>
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...vpc, ...change }), expected),
        );
    }

    const service = { ...vpc, type: "aws:ecs/service:Service" };
    const template = { ...vpc, type: "aws:ec2/launchTemplate:LaunchTemplate" };
    const group = { ...vpc, type: "aws:autoscaling/group:Group" };
    const [instance, volume] = [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
    ];
    const card = { resourceType: "network-interface", tags };
    const spot = { resourceType: "spot-instances-request", tags: { a: "b" } };
    const [owner, layer, stack] = Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
    const own = { key: "devmin:owner", value: "bob@example.org", propagateAtLaunch: true };
    const remediated: { title: string; declared: PolicyInput; props: object; becomes: object }[] = [
        { title: "a service", declared: service, props: { a: 1 }, becomes: { a: 1, propagateTags: "SERVICE" } },
        {
            title: "a service without propagation",
            declared: service,
            props: { propagateTags: "NONE" },
            becomes: { propagateTags: "SERVICE" },
        },
        {
            title: "a launch template",
            declared: template,
            props: { name: "it" },
            becomes: { name: "it", tagSpecifications: [instance, volume, card] },
        },
        {
            title: "a launch template with its own tags, which stay,",
            declared: template,
            props: { tagSpecifications: [{ resourceType: "volume", tags: { Name: "disk" } }, spot] },
            becomes: {
                tagSpecifications: [spot, instance, { resourceType: "volume", tags: { ...tags, Name: "disk" } }, card],
            },
        },
        { title: "an auto scaling group", declared: group, props: {}, becomes: { tags: [owner, layer, stack] } },
        {
            title: "an auto scaling group with its own tag, which stays,",
            declared: group,
            props: { tags: [own] },
            becomes: { tags: [own, layer, stack] },
        },
    ];
    for (const { title, declared, props, becomes } of remediated) {
        it(`passes on the tags of ${title} once`, async () => {
            assert.deepEqual(plain(await remediate(requiredTags, { ...declared, props })), becomes);
            assert.equal(await remediate(requiredTags, { ...declared, props: becomes }), undefined);
            const [property] = Object.keys(becomes).filter((key) => key !== "a" && key !== "name");
            const expected = [`resources that AWS creates for it get no tags; set ${property}.`];
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...declared, props }), expected);
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...declared, props: becomes }), []);
        });
    }
    it("does not change a service that propagates its task definition's tags", async () => {
        assert.equal(
            await remediate(requiredTags, { ...service, props: { propagateTags: "TASK_DEFINITION" } }),
            undefined,
        );
    });
    it("corrects a resource without a provider", async () => {
        const remediated = await remediate(requiredTags, { ...service, custom: false });
        assert.deepEqual(plain(remediated), { propagateTags: "SERVICE" });
    });
    it("corrects no other projects and types", async () => {
        assert.equal(await remediate(requiredTags, { ...service, project: "trial" }), undefined);
        assert.equal(await remediate(requiredTags, vpc), "not applicable");
    });
    it("does not correct an unknown value, and denies it", async () => {
        const props = { tagSpecifications: previewUnknown };
        assert.equal(await remediate(requiredTags, { ...template, props }), undefined);
        const reported = await evaluateResourcePolicy(requiredTags, { ...template, props });
        assert.match(reported[0] as string, /^tagSpecifications is unknown in preview/);
    });
    it("uses the projects of its setting", async () => {
        const declared = { ...vpc, project: "trial", defaultTags: undefined };
        const reported = await evaluateResourcePolicy(requiredTags, declared, { projects: { demo: "trial" } });
        assert.match(reported[0] as string, /^devmin:owner is not set/);
    });
});
