import assert from "node:assert/strict";
import { assertValidTopics } from "../../kafka/topics";
import { topics } from "../../kafka/topics-and-applications";

const good = { partitions: 3, retentionHours: 1 };

describe("the declared topics", () => {
    it("are valid", () => assertValidTopics(topics));

    const names = (name: string) =>
        `the topic name ${JSON.stringify(name)} is not valid: it must be 1 to 249 letters, digits, dots, hyphens and underscores. ` +
        "Change it in kafka/topics-and-applications.ts.";
    it("are refused before anything is created, if a Basic cluster may not have so many partitions", () => {
        assertValidTopics({ a: { ...good, partitions: 4_000 }, b: { ...good, partitions: 96 } });
        assert.throws(() => assertValidTopics({ a: { ...good, partitions: 4_000 }, b: { ...good, partitions: 97 } }), {
            message:
                "the topics have 4097 partitions: a Basic cluster may have 4096. Change it in kafka/topics-and-applications.ts.",
        });
    });

    const cases = [
        ...["", ".", "..", "a b", "ä", "a/b", "a".repeat(250)].map((name) => [name, good, names(name)] as const),
        ...[0, 1.5, -1].map(
            (partitions) =>
                [
                    "a",
                    { ...good, partitions },
                    `the topic a has ${partitions} partitions: it must be a whole number from 1. Change it in kafka/topics-and-applications.ts.`,
                ] as const,
        ),
        [
            "a",
            { ...good, retentionHours: 0 },
            "the topic a has retentionHours 0: it must be more than 0. Change it in kafka/topics-and-applications.ts.",
        ] as const,
    ];
    for (const [name, topic, message] of cases) {
        it(`are refused before anything is created: ${JSON.stringify({ [name]: topic }).slice(0, 60)}`, () => {
            assert.throws(() => assertValidTopics({ [name]: topic }), { message });
        });
    }
});
