import assert from "node:assert/strict";
import { requiredTags } from "../../../../policy-pack/rules/layers/required-tags";
import { evaluateResourcePolicy, type PolicyInput, previewUnknown, remediate } from "../../evaluate-policy";

const tags = { "devmin:owner": "ada@example.org", "devmin:layer": "demo", "devmin:stack": "local" };
const provided = { tags: JSON.stringify({ tags }), none: undefined };
const vpc: PolicyInput = { type: "aws:ec2/vpc:Vpc", project: "devmin-demo", defaultTags: provided.tags };
const declareIt = "; declare it with the provider of demo (lib/aws-provider.ts), which sets these tags.";
/** What a policy gives back is, as what it is given, a proxy. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("policy required-tags", () => {
    const cases: { title: string; change: Partial<PolicyInput>; says: string[] }[] = [
        { title: "allows what its provider tags", change: {}, says: [] },
        { title: "allows what is tagged by itself", change: { defaultTags: undefined, props: { tags } }, says: [] },
        {
            title: "allows what the official provider tells of in tagsAll",
            change: { defaultTags: undefined, props: { tags: { Name: "it" }, tagsAll: { ...tags, Name: "it" } } },
            says: [],
        },
        { title: "takes a provider's tags as an object as well", change: { defaultTags: { tags } }, says: [] },
        {
            title: "denies what another provider makes",
            change: { defaultTags: undefined },
            says: [`devmin:owner is not set, devmin:layer is not set, devmin:stack is not set${declareIt}`],
        },
        {
            title: "denies another layer's tag, and another stack's",
            change: { props: { tags: { "devmin:layer": "core", "devmin:stack": "alice" } } },
            says: [`devmin:layer is core, devmin:stack is alice${declareIt}`],
        },
        {
            title: "denies an owner who is nobody",
            change: { props: { tags: { "devmin:owner": "" } } },
            says: [`devmin:owner is ""${declareIt}`],
        },
        {
            title: "denies an owner who is unknown",
            change: { props: { tags: { "devmin:owner": previewUnknown } } },
            says: [
                "tags.devmin:owner is unknown in preview: make it a literal, a configuration value or a name built from those, " +
                    "not another resource's output.",
            ],
        },
        { title: "asks nothing of a component", change: { custom: false, defaultTags: undefined }, says: [] },
        {
            title: "asks nothing of Confluent Cloud, which has no tags for it",
            change: { type: "confluentcloud:index/kafkaTopic:KafkaTopic", defaultTags: undefined },
            says: [],
        },
        { title: "asks nothing outside the layers", change: { project: "trial", defaultTags: undefined }, says: [] },
    ];
    for (const { title, change, says } of cases) {
        it(title, async () =>
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...vpc, ...change }), says),
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
    const mended: { title: string; declared: PolicyInput; props: object; becomes: object }[] = [
        { title: "a service", declared: service, props: { a: 1 }, becomes: { a: 1, propagateTags: "SERVICE" } },
        {
            title: "a service that passes none on",
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
            title: "one that tags some of it, whose own tags stay,",
            declared: template,
            props: { tagSpecifications: [{ resourceType: "volume", tags: { Name: "disk" } }, spot] },
            becomes: {
                tagSpecifications: [spot, instance, { resourceType: "volume", tags: { ...tags, Name: "disk" } }, card],
            },
        },
        { title: "an auto scaling group", declared: group, props: {}, becomes: { tags: [owner, layer, stack] } },
        {
            title: "one that has a tag of its own, which stays,",
            declared: group,
            props: { tags: [own] },
            becomes: { tags: [own, layer, stack] },
        },
    ];
    for (const { title, declared, props, becomes } of mended) {
        it(`passes the tags of ${title} on to what AWS makes for it, and that once`, async () => {
            assert.deepEqual(plain(await remediate(requiredTags, { ...declared, props })), becomes);
            assert.equal(await remediate(requiredTags, { ...declared, props: becomes }), undefined);
            const [property] = Object.keys(becomes).filter((key) => key !== "a" && key !== "name");
            const says = [`resources that AWS creates for it get no tags; set ${property}.`];
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...declared, props }), says);
            assert.deepEqual(await evaluateResourcePolicy(requiredTags, { ...declared, props: becomes }), []);
        });
    }
    it("leaves a service that passes on its task definition's tags as it is", async () => {
        assert.equal(
            await remediate(requiredTags, { ...service, props: { propagateTags: "TASK_DEFINITION" } }),
            undefined,
        );
    });
    it("mends what is told of no provider as well", async () => {
        const mended = await remediate(requiredTags, { ...service, custom: false });
        assert.deepEqual(plain(mended), { propagateTags: "SERVICE" });
    });
    it("mends nothing outside the layers, and no other type", async () => {
        assert.equal(await remediate(requiredTags, { ...service, project: "trial" }), undefined);
        assert.equal(await remediate(requiredTags, vpc), "not applicable");
    });
    it("leaves what is unknown as it is, and then denies it", async () => {
        const props = { tagSpecifications: previewUnknown };
        assert.equal(await remediate(requiredTags, { ...template, props }), undefined);
        const said = await evaluateResourcePolicy(requiredTags, { ...template, props });
        assert.match(said[0] as string, /^tagSpecifications is unknown in preview/);
    });
    it("takes another project for a layer where its setting says so", async () => {
        const declared = { ...vpc, project: "trial", defaultTags: undefined };
        const said = await evaluateResourcePolicy(requiredTags, declared, { projects: { demo: "trial" } });
        assert.match(said[0] as string, /^devmin:owner is not set/);
    });
});
