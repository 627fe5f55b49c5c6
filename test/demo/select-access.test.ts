import assert from "node:assert/strict";
import { selectAccess } from "../../demo/select-access";
import { Refusal } from "../../lib/refusal";

const access = { secretArn: "arn" };
const good = { application: "pulse", topics: ["pulse.events"] } as const;
const select = (applications: Record<string, object>, topics: object, service: object = good) =>
    selectAccess("shop", service as typeof good, applications, topics);

describe("the Kafka access of a service", () => {
    it("is that of its application", () => {
        assert.equal(select({ pulse: access }, { "pulse.events": {} }), access);
    });

    for (const [title, applications, topics, missing] of [
        ["a topic", { pulse: access }, {}, "topic pulse.events"],
        ["an application", {}, { "pulse.events": {} }, "application pulse"],
        ["both", {}, {}, "application pulse, topic pulse.events"],
    ] as const) {
        it(`is refused when the deployed kafka lacks ${title}, naming it and the service`, () => {
            assert.throws(
                () => select(applications, topics),
                (error: Error) => {
                    assert.ok(error instanceof Refusal);
                    assert.equal(
                        error.message,
                        `service shop in demo/services.ts uses ${missing}, which the deployed kafka does not have: add it to ` +
                            "kafka/topics-and-applications.ts and run ./devmin up kafka, or correct demo/services.ts.",
                    );
                    return true;
                },
            );
        });
    }
});
