import assert from "node:assert/strict";
import { parseKeyGenerations } from "../../kafka/key-generations";

const accounts = ["manager", "pulse"] as const;

describe("key generations", () => {
    it("are 1 for every account by default", () => {
        assert.deepEqual(parseKeyGenerations({}, accounts), { manager: { current: 1 }, pulse: { current: 1 } });
    });

    it("are as set for the accounts that are listed", () => {
        const pulse = { current: 4, previous: 2 };
        assert.deepEqual(parseKeyGenerations({ pulse }, accounts), { manager: { current: 1 }, pulse });
    });

    const cases: { title: string; keys: Record<string, unknown>; says: string }[] = [
        {
            title: "an unknown account",
            keys: { pulze: { current: 2 } },
            says:
                "devmin-kafka:keys.pulze is not a service account: it must be one of devmin-kafka:keys.manager, devmin-kafka:keys.pulse. " +
                "Remove it with: pulumi config rm -C kafka --path keys.pulze",
        },
        {
            title: "an unknown account with special characters",
            keys: { "it's": { current: 2 } },
            says:
                'devmin-kafka:keys["it\'s"] is not a service account: it must be one of devmin-kafka:keys.manager, devmin-kafka:keys.pulse. ' +
                "Remove it with: pulumi config rm -C kafka --path 'keys[\"it'\\''s\"]'",
        },
        {
            title: "an account without generations",
            keys: { pulse: 2 },
            says:
                "devmin-kafka:keys.pulse is 2: it must be an object with current. " +
                "Set it with: pulumi config set -C kafka --path keys.pulse.current 1",
        },
        {
            title: "an unknown property",
            keys: { pulse: { current: 2, next: 3 } },
            says:
                "devmin-kafka:keys.pulse has next: it may only have current and previous. " +
                "Remove it with: pulumi config rm -C kafka --path keys.pulse.next",
        },
        ...[0, 1.5, "two", null].map((current) => ({
            title: `${JSON.stringify(current)} as a generation`,
            keys: { pulse: { current } },
            says:
                `devmin-kafka:keys.pulse.current is ${JSON.stringify(current)}: it must be a whole number from 1. ` +
                "Set it with: pulumi config set -C kafka --path keys.pulse.current 1",
        })),
        ...[2, 3, 0, "1"].map((previous) => ({
            title: `${JSON.stringify(previous)} as the generation before 2`,
            keys: { pulse: { current: 2, previous } },
            says:
                `devmin-kafka:keys.pulse.previous is ${JSON.stringify(previous)}: it must be a whole number from 1, smaller ` +
                "than current, which is 2. Remove it with: pulumi config rm -C kafka --path keys.pulse.previous",
        })),
    ];
    for (const { title, keys, says } of cases) {
        it(`refuse ${title}, with one line`, () =>
            assert.throws(() => parseKeyGenerations(keys, accounts), { message: says }));
    }

    it("report all problems at once, a line each", () => {
        const keys = { pulze: {}, manager: { current: 0 } };
        assert.throws(
            () => parseKeyGenerations(keys, accounts),
            ({ message }: Error) => message.split("\n").length === 2,
        );
    });
});
