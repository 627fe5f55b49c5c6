import assert from "node:assert/strict";
import { requireKnownPrice } from "../../../../policy-pack/rules/cost/require-known-price";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy require-known-price", () => {
    const cases = [
        { title: "allows what is free", type: "aws:ec2/vpc:Vpc", denied: false },
        {
            title: "allows what is of a module that is free",
            type: "aws:iam/instanceProfile:InstanceProfile",
            denied: false,
        },
        { title: "allows what is priced", type: "aws:kms/key:Key", denied: false },
        { title: "denies a type nobody has looked up", type: "aws:quicksight/user:User", denied: true },
        { title: "denies one of another provider", type: "datadog:index/monitor:Monitor", denied: true },
        { title: "asks nothing of a component", type: "devmin:demo:Network", custom: false, denied: false },
        { title: "asks nothing of a provider", type: "pulumi:providers:aws", denied: false },
        {
            title: "asks a resource of AWS even if its provider is not told",
            type: "aws:quicksight/user:User",
            custom: false,
            denied: true,
        },
    ];
    it("documents that as a list of words, empty by default", () => {
        const { type, items, default: usual } = Object(requireKnownPrice.configSchema?.properties.free);
        assert.deepEqual({ type, items, usual }, { type: "array", items: { type: "string" }, usual: [] });
    });
    it("takes further types that are free from its configuration", async () => {
        const config = { free: ["datadog:*"] };
        assert.deepEqual(
            await evaluateResourcePolicy(requireKnownPrice, { type: "datadog:index/monitor:Monitor" }, config),
            [],
        );
    });
    for (const { title, denied, ...declared } of cases) {
        it(title, async () =>
            assert.equal((await evaluateResourcePolicy(requireKnownPrice, declared)).length > 0, denied),
        );
    }
});
