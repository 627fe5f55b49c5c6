import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPolicyPackConfig } from "../../../ops/pulumi/policy-pack-config";

describe("the settings of the policy pack", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "devmin-settings-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    const settings = (json: string) => {
        writeFileSync(join(folder, "pack.json"), json);
        return readPolicyPackConfig(folder, "pack.json");
    };

    it("are undefined when the shell names no file", () => {
        assert.deepEqual(
            [readPolicyPackConfig(folder, undefined), readPolicyPackConfig(folder, "")],
            [undefined, undefined],
        );
    });

    it("are the limits in the named file", () => {
        const limits = { "max-stack-cost": { maxMonthlyUsd: 80 } };
        assert.deepEqual(settings(JSON.stringify(limits)), limits);
    });

    it("may repeat that a guardrail is mandatory", () => {
        assert.ok(settings('{ "max-stack-cost": { "enforcementLevel": "mandatory" } }'));
    });

    it("may be an empty file, as in Pulumi", () => assert.deepEqual(settings("\n"), {}));

    for (const [title, policy, level, json] of [
        ["make a guardrail advisory", "no-nat-gateways", "advisory", '{ "no-nat-gateways": "advisory" }'],
        ["make all guardrails advisory", "all", "advisory", '{ "all": { "enforcementLevel": "advisory" } }'],
        [
            "disable a guardrail",
            "max-stack-cost",
            "disabled",
            '{ "max-stack-cost": { "enforcementLevel": "disabled", "maxMonthlyUsd": 9 } }',
        ],
    ] as const) {
        it(`are refused when they ${title}`, () => {
            assert.throws(() => settings(json), {
                message:
                    `${join(folder, "pack.json")} makes ${policy} ${level}: only limits can be set there. ` +
                    "Remove it, or waive the policy for one resource in policy-pack/waivers.json.",
            });
        });
    }

    it("are refused when the file does not exist", () => {
        assert.throws(() => readPolicyPackConfig(folder, "gone.json"), {
            message: `PULUMI_OPTION_POLICY_PACK_CONFIG names ${join(folder, "gone.json")}, which does not exist: unset it.`,
        });
    });

    it("are refused when the file is not valid JSON, naming it", () => {
        assert.throws(() => settings("{"), {
            message: /\/pack\.json is not valid JSON \(.+\): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG\.$/,
        });
    });
});
