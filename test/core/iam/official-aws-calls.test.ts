import assert from "node:assert/strict";
import { offlineProvider } from "../../../local-cloud/providers/aws";
import recorded from "../../fixtures/aws-calls.json";
import { officialAwsCalls } from "../../fixtures/official-aws-calls";

/** What the last full end-to-end run asked for, and IAM allowed: `UPDATE=asked npx mocha test/docs/permissions.test.ts`. */
const listRecorded = (role: keyof typeof recorded): readonly string[] => recorded[role];

describe("the end-to-end run asks for all that the official AWS provider asks for", () => {
    for (const [type, { role, service, asks, onlyWith = {} }] of Object.entries(officialAwsCalls)) {
        it(`of ${type}, as ${role}`, () => {
            const actions = asks.split(" ").map((verb) => `${service}:${verb}`);
            assert.deepEqual(
                actions.filter((action) => !listRecorded(role).includes(action)),
                [],
            );
            const others = Object.keys(onlyWith).flatMap((verbs) => verbs.split(" "));
            assert.deepEqual(
                others.filter((verb) => asks.split(" ").includes(verb)),
                [],
            );
        });
    }

    it("of every type that kafka or demo has", () => {
        const ofCore = /^(s3\/bucket(?!Objectv2)|kms|budgets|cloudtrail|sns|iam\/(policy|openIdConnectProvider):)/;
        const types = Object.keys(offlineProvider.listTypes()).filter((type) => !ofCore.test(type));
        assert.deepEqual(
            types.filter((type) => !(type in officialAwsCalls)),
            [],
        );
    });
});
