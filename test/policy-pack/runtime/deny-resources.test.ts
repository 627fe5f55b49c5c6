import assert from "node:assert/strict";
import type { CostlyResource } from "../../../policy-pack/catalogue";
import { denyResources } from "../../../policy-pack/runtime/deny-resources";
import { evaluateResourcePolicy, previewUnknown } from "../evaluate-policy";

const row: CostlyResource = {
    label: "a thing",
    types: ["a:b:Thing"],
    constraints: {
        size: { atMost: 2, setting: "maxSize" },
        kind: { oneOf: ["small", "tiny"], optional: true, setting: "kinds" },
    },
    monthly: [{ usd: 5, unit: "thing" }],
    source: "infracost thing",
    gatheredOn: "2026-01-01",
    alternative: "another",
    actions: ["a:CreateThing"],
};
const why = "A thing costs 5 USD a month per thing. Use another instead.";
const known =
    "is unknown in preview: make it a literal, a configuration value or a name built from those, not another resource's output";

describe("denyResources", () => {
    const policy = { name: "trial", description: "A trial.", ...denyResources(row) };
    const cases: { title: string; props: object; config?: object; expected: string[] }[] = [
        { title: "allows values within the limits", props: { size: 2, kind: "tiny" }, expected: [] },
        { title: "allows an optional property to be missing", props: { size: 0 }, expected: [] },
        { title: "accepts a number in a string", props: { size: "2" }, expected: [] },
        {
            title: "denies a number above the limit",
            props: { size: 3 },
            expected: [`size is 3; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies a negative number",
            props: { size: -1 },
            expected: [`size is -1; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies a string that is not a number",
            props: { size: "two" },
            expected: [`size is two; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies a number in another notation",
            props: { size: "1e0" },
            expected: [`size is 1e0; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies true for a number",
            props: { size: true },
            expected: [`size is true; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies a missing number",
            props: {},
            expected: [`size is not set; set it to at most 2 (maxSize). ${why}`],
        },
        {
            title: "denies a value that is not in the list",
            props: { size: 1, kind: "large" },
            expected: [`kind is large; leave it out or use one of small, tiny (kinds). ${why}`],
        },
        {
            title: "denies two properties in two messages",
            props: { size: 3, kind: ["small", "large"] },
            expected: [
                `size is 3; set it to at most 2 (maxSize). ${why}`,
                `kind.1 is large; leave it out or use one of small, tiny (kinds). ${why}`,
            ],
        },
        {
            title: "denies an unknown value and checks the next property",
            props: { size: previewUnknown, kind: "large" },
            expected: [
                `size ${known}. ${why}`,
                `kind is large; leave it out or use one of small, tiny (kinds). ${why}`,
            ],
        },
        {
            title: "uses another number from its configuration",
            props: { size: 3 },
            config: { maxSize: 3 },
            expected: [],
        },
        {
            title: "uses another list from its configuration",
            props: { size: 1, kind: "tiny" },
            config: { kinds: ["small"] },
            expected: [`kind is tiny; leave it out or set it to small (kinds). ${why}`],
        },
        {
            title: "uses the catalogue's number without a configured one",
            props: { size: 2 },
            config: { maxSize: undefined },
            expected: [],
        },
    ];
    for (const { title, props, config, expected } of cases) {
        it(title, async () => {
            assert.deepEqual(await evaluateResourcePolicy(policy, { type: "a:b:Thing", props }, config), expected);
        });
    }
    it("is not applicable to other types", async () => {
        assert.equal(await evaluateResourcePolicy(policy, { type: "a:b:Other" }), "not applicable");
    });
    it("documents its settings with the catalogue's values", () => {
        assert.deepEqual(policy.configSchema, {
            properties: {
                maxSize: { type: "integer", default: 2 },
                kinds: { type: "array", items: { type: "string" }, default: ["small", "tiny"] },
            },
        });
    });
    it("cuts a long value after 60 characters", async () => {
        const reported = async (length: number) =>
            (
                await evaluateResourcePolicy(policy, { type: "a:b:Thing", props: { size: "x".repeat(length) } })
            )[0] as string;
        assert.match(await reported(60), /^size is x{60}; /);
        for (const length of [61, 100]) assert.match(await reported(length), /^size is x{60}…; /);
    });
});
