import assert from "node:assert/strict";
import { assertValidApplicationNames } from "../../kafka/application-names";
import { applications } from "../../kafka/topics-and-applications";

describe("the names of applications", () => {
    const scope = { layer: "kafka", stack: "dev", account: "123456789012", region: "eu-central-1" };
    const check = (name: string, current = 1) => assertValidApplicationNames(scope, { [name]: { current } });

    it("are valid", () => {
        for (const name of Object.keys(applications)) check(name);
    });

    it("may be as long as the shortest limit of what is named after them allows", () => {
        check("a".repeat(18));
        check("a".repeat(17), 10);
    });

    const cases = [
        [
            "a".repeat(19),
            1,
            `the application name ${"a".repeat(19)} has 19 characters: in stack dev and eu-central-1 it may have 18`,
        ],
        [
            "a".repeat(18),
            10,
            `the application name ${"a".repeat(18)} has 18 characters: in stack dev and eu-central-1 it may have 17`,
        ],
        ...["Orders", "order_service", "-a", "a-", ""].map(
            (name) =>
                [
                    name,
                    1,
                    `the application name ${JSON.stringify(name)} is not valid: it must be lower-case letters, digits and hyphens`,
                ] as const,
        ),
    ] as const;
    for (const [name, current, message] of cases) {
        it(`are refused before anything is created: ${JSON.stringify(name)} with key ${current}`, () => {
            assert.throws(() => check(name, current), {
                message: `${message}. Change it in kafka/topics-and-applications.ts.`,
            });
        });
    }
});
