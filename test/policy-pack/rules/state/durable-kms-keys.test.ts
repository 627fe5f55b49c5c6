import assert from "node:assert/strict";
import { durableKmsKeys } from "../../../../policy-pack/rules/state/durable-kms-keys";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy durable-kms-keys", () => {
    const good = { enableKeyRotation: true };
    const cases = [
        { title: "allows a rotated and protected key", props: good, protect: true, expected: [] },
        {
            title: "allows a deletion window of 30 days",
            props: { ...good, deletionWindowInDays: 30 },
            protect: true,
            expected: [],
        },
        {
            title: "denies another deletion window",
            props: { ...good, deletionWindowInDays: 7 },
            protect: true,
            expected: ["deletionWindowInDays is 7; leave it out or set it to 30."],
        },
        {
            title: "denies an unprotected key",
            props: good,
            protect: false,
            expected: ["the key is not protected; set protect: true on its component."],
        },
        {
            title: "denies a key without rotation",
            props: {},
            protect: true,
            expected: ["enableKeyRotation is not set; set it to true."],
        },
    ];
    for (const { title, props, protect, expected } of cases) {
        it(title, async () => {
            assert.deepEqual(
                await evaluateResourcePolicy(durableKmsKeys, { type: "aws:kms/key:Key", props, protect }),
                expected,
            );
        });
    }
});
