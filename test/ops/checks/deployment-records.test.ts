import assert from "node:assert/strict";
import type { AuditEntry } from "../../../ops/audit/log";
import { deploymentRecordChecks, findDeploymentRecordProblems } from "../../../ops/checks/deployment-records";
import { SkippedError } from "../../../ops/checks/status";

const receipt = { kind: "up", number: 7, verdict: "pass", details: { layer: "demo", state: "v2" } };
const told = (...links: object[]) => findDeploymentRecordProblems("demo", "v2", links as AuditEntry[]);

describe("the receipt of a layer's last update", () => {
    it("is looked for in every layer", () => {
        assert.deepEqual(
            deploymentRecordChecks.map(({ claim }) => claim),
            ["core", "kafka", "demo"].map(
                (layer) => `the policy pack judged the last update of ${layer} before it was made`,
            ),
        );
    });

    it("names the state as it is, whatever was written down beside it", () => {
        assert.deepEqual(
            told({ kind: "verify", details: [] }, receipt, { ...receipt, details: { layer: "kafka" } }),
            [],
        );
    });

    for (const [title, ...links] of [
        ["where there is none"],
        ["where it is of a state before", { ...receipt, details: { layer: "demo", state: "v1" } }],
        ["where it is another layer's", { ...receipt, details: { layer: "kafka", state: "v2" } }],
        ["where what names the state is no update's", { ...receipt, kind: "destroy" }],
    ] as const) {
        it(`is missing ${title}, which is allowed and said`, () => {
            assert.throws(
                () => told(...links),
                (error: Error) => {
                    assert.ok(error instanceof SkippedError);
                    assert.match(error.message, /^last update of demo has no receipt: \.\/devmin up demo/);
                    return true;
                },
            );
        });
    }

    it("of one that failed half way says so, until the next one", () => {
        const failed = { ...receipt, verdict: "fail" };
        assert.deepEqual(told(failed), [
            "the last update of demo ended half way, says link 7 of the evidence: run ./devmin up demo",
        ]);
        assert.deepEqual(told(failed, { ...receipt, number: 8 }), []);
    });
});
