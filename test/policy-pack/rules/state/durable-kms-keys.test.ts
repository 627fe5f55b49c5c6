import assert from "node:assert/strict";
import { durableKmsKeys } from "../../../../policy-pack/rules/state/durable-kms-keys";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy durable-kms-keys", () => {
    const good = { enableKeyRotation: true };
    const cases = [
        { title: "allows a key that is rotated and protected", props: good, protect: true, says: [] },
        { title: "allows 30 days of waiting", props: { ...good, deletionWindowInDays: 30 }, protect: true, says: [] },
        {
            title: "denies another number of days",
            props: { ...good, deletionWindowInDays: 7 },
            protect: true,
            says: ["deletionWindowInDays is 7; leave it out or set it to 30."],
        },
        {
            title: "denies one that is not protected",
            props: good,
            protect: false,
            says: ["the key is not protected; set protect: true on its component."],
        },
        {
            title: "denies one that is not rotated",
            props: {},
            protect: true,
            says: ["enableKeyRotation is not set; set it to true."],
        },
    ];
    for (const { title, props, protect, says } of cases) {
        it(title, async () => {
            assert.deepEqual(
                await evaluateResourcePolicy(durableKmsKeys, { type: "aws:kms/key:Key", props, protect }),
                says,
            );
        });
    }
});
