import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPolicyPackConfig, writePolicyPackConfig } from "../../../ops/pulumi/policy-pack-config";

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

    it("apply to the policy under its new name, with a warning, where the file has the old one", () => {
        const file = join(folder, "pack.json");
        writeFileSync(file, '{ "stack-cost": { "maxMonthlyUsd": 80 }, "ecs-task-limits": { "maxTasks": 1 } }');
        const lines: string[] = [];
        const config = readPolicyPackConfig(folder, "pack.json", (line) => lines.push(line));
        assert.deepEqual(config, { "max-stack-cost": { maxMonthlyUsd: 80 }, "ecs-task-limits": { maxTasks: 1 } });
        assert.deepEqual(lines, [
            `policy "stack-cost" is now called "max-stack-cost": change it in ${file}; the old name stops working in 0.2.0.`,
        ]);
    });

    it("are refused where they name a policy by its old and its new name", () => {
        assert.throws(() => settings('{ "stack-cost": {}, "max-stack-cost": {} }'), {
            message: `${join(folder, "pack.json")} has settings of "stack-cost" and of "max-stack-cost", which is the same policy: remove "stack-cost".`,
        });
    });

    it("are refused where they make advice of a guardrail under its old name", () => {
        assert.throws(() => settings('{ "nat-gateways": "advisory" }'), /makes no-nat-gateways advisory/);
    });

    it("are written to a file for Pulumi, and none are without a file", () => {
        const variables = writePolicyPackConfig(folder, { "max-stack-cost": { maxMonthlyUsd: 80 } });
        const file = variables.PULUMI_OPTION_POLICY_PACK_CONFIG as string;
        assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { "max-stack-cost": { maxMonthlyUsd: 80 } });
        assert.deepEqual(writePolicyPackConfig(folder, undefined), {});
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
