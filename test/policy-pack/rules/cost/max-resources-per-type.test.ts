import assert from "node:assert/strict";
import { maxResourcesPerType } from "../../../../policy-pack/rules/cost/max-resources-per-type";
import { evaluateStackPolicy } from "../../evaluate-policy";

describe("policy max-resources-per-type", () => {
    const keys = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ type: "aws:kms/key:Key", name: `k${index}` }));

    it("allows as many keys as the catalogue's limit", async () => {
        assert.deepEqual(await evaluateStackPolicy(maxResourcesPerType, keys(2)), {});
    });
    it("denies one more and gives the price of one", async () => {
        const reported = await evaluateStackPolicy(maxResourcesPerType, keys(3));
        assert.match(
            reported[""]?.join("") as string,
            /^the stack has 3 of aws:kms\/key:Key; have at most 2, or set most to 3 in the policy pack's settings\. One costs 1 USD a month per key and region/,
        );
    });
    it("counts all tokens of a type together", async () => {
        const ofBoth = [...keys(2), { type: "aws:kms/externalKey:ExternalKey", name: "e" }];
        assert.match(
            (await evaluateStackPolicy(maxResourcesPerType, ofBoth))[""]?.join("") as string,
            /^the stack has 3 of /,
        );
    });
    it("uses another number from its configuration", async () => {
        assert.deepEqual(
            await evaluateStackPolicy(maxResourcesPerType, keys(3), { most: { "aws:kms/key:Key": 3 } }),
            {},
        );
    });
});
