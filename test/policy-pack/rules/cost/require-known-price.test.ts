import assert from "node:assert/strict";
import { requireKnownPrice } from "../../../../policy-pack/rules/cost/require-known-price";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy require-known-price", () => {
    const cases = [
        { title: "allows a free type", type: "aws:ec2/vpc:Vpc", denied: false },
        {
            title: "allows a type of a free module",
            type: "aws:iam/instanceProfile:InstanceProfile",
            denied: false,
        },
        { title: "allows a priced type", type: "aws:kms/key:Key", denied: false },
        { title: "denies a type with an unknown price", type: "aws:quicksight/user:User", denied: true },
        { title: "denies a type of another provider", type: "datadog:index/monitor:Monitor", denied: true },
        { title: "ignores a component", type: "devmin:demo:Network", custom: false, denied: false },
        { title: "ignores a provider", type: "pulumi:providers:aws", denied: false },
        {
            title: "checks an AWS resource without a provider",
            type: "aws:quicksight/user:User",
            custom: false,
            denied: true,
        },
    ];
    it("documents the setting as a list of strings, empty by default", () => {
        const { type, items, default: usual } = Object(requireKnownPrice.configSchema?.properties.free);
        assert.deepEqual({ type, items, usual }, { type: "array", items: { type: "string" }, usual: [] });
    });
    it("uses more free types from its configuration", async () => {
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
