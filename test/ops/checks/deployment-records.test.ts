import assert from "node:assert/strict";
import type { AuditEntry } from "../../../ops/audit/entry";
import { deploymentRecordChecks, findDeploymentRecordProblems } from "../../../ops/checks/deployment-records";
import { SkippedError } from "../../../ops/checks/status";

const record = { kind: "up", number: 7, verdict: "pass", details: { layer: "demo", state: "v2" } };
const findProblems = (...entries: object[]) => findDeploymentRecordProblems("demo", "v2", entries as AuditEntry[]);

describe("the deployment record of a layer's last update", () => {
    it("is checked for every layer", () => {
        assert.deepEqual(
            deploymentRecordChecks.map(({ claim }) => claim),
            ["core", "kafka", "demo"].map(
                (layer) => `the policy pack evaluated the last update of ${layer} before it was applied`,
            ),
        );
    });

    it("is found by the state's version among other entries", () => {
        assert.deepEqual(
            findProblems({ kind: "verify", details: [] }, record, { ...record, details: { layer: "kafka" } }),
            [],
        );
    });

    for (const [title, ...entries] of [
        ["when there is none"],
        ["when it names an earlier version of the state", { ...record, details: { layer: "demo", state: "v1" } }],
        ["when it names another layer", { ...record, details: { layer: "kafka", state: "v2" } }],
        ["when the entry that names the state is not an update's", { ...record, kind: "destroy" }],
    ] as const) {
        it(`is missing ${title}, and the check is skipped`, () => {
            assert.throws(
                () => findProblems(...entries),
                (error: Error) => {
                    assert.ok(error instanceof SkippedError);
                    assert.match(
                        error.message,
                        /^the last update of demo has no deployment record: \.\/devmin up demo/,
                    );
                    return true;
                },
            );
        });
    }

    it("fails the check after an update that failed half way, until the next one", () => {
        const failed = { ...record, verdict: "fail" };
        assert.deepEqual(findProblems(failed), [
            "the last update of demo failed half way, according to audit log entry 7: run ./devmin up demo",
        ]);
        assert.deepEqual(findProblems(failed, { ...record, number: 8 }), []);
    });
});
