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

    it("are none where the shell names no file", () => {
        assert.deepEqual(
            [readPolicyPackConfig(folder, undefined), readPolicyPackConfig(folder, "")],
            [undefined, undefined],
        );
    });

    it("are the limits in the file that it names", () => {
        const limits = { "max-stack-cost": { maxMonthlyUsd: 80 } };
        assert.deepEqual(settings(JSON.stringify(limits)), limits);
    });

    it("may say that a guardrail is what it is", () => {
        assert.ok(settings('{ "max-stack-cost": { "enforcementLevel": "mandatory" } }'));
    });

    it("may be an empty file, as for Pulumi", () => assert.deepEqual(settings("\n"), {}));

    for (const [title, policy, level, json] of [
        ["an advice of a guardrail", "no-nat-gateways", "advisory", '{ "no-nat-gateways": "advisory" }'],
        ["an advice of all", "all", "advisory", '{ "all": { "enforcementLevel": "advisory" } }'],
        [
            "nothing of one",
            "max-stack-cost",
            "disabled",
            '{ "max-stack-cost": { "enforcementLevel": "disabled", "maxMonthlyUsd": 9 } }',
        ],
    ] as const) {
        it(`are refused where they make ${title}`, () => {
            assert.throws(() => settings(json), {
                message:
                    `${join(folder, "pack.json")} makes ${policy} ${level}: only limits may be set there. ` +
                    "Take it out, or waive the one resource it is about in policy-pack/waivers.json.",
            });
        });
    }

    it("are refused where there is no such file", () => {
        assert.throws(() => readPolicyPackConfig(folder, "gone.json"), {
            message: `PULUMI_OPTION_POLICY_PACK_CONFIG names ${join(folder, "gone.json")}, and there is none: unset it.`,
        });
    });

    it("are refused where the file is no JSON, by its name", () => {
        assert.throws(() => settings("{"), {
            message: /\/pack\.json is no JSON \(.+\): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG\.$/,
        });
    });
});
