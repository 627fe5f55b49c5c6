import assert from "node:assert/strict";
import { AttachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { recordCalls } from "../../local-cloud";
import { readStackOutputs } from "../../ops/pulumi/state";
import { diffDumps, dumpClouds } from "../cloud-dump";
import { buildExpectedName } from "../expected-name";
import { setMonthlySpend, spendChangePattern } from "../monthly-spend";
import type { Step } from "../step";
import { buildRoleCommand } from "../workspace";

export const budgetReleased: Step = {
    title: "a spent budget allows destroying demo, and releasing it lifts the deny",
    extended: true,
    async run(workspace, log) {
        const up = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];
        const refusal = await recordCalls(workspace, "denied", () =>
            workspace.expectRefusal(buildRoleCommand("demo", up), log),
        );
        assert.match(refusal, /AccessDenied|UnauthorizedOperation/);
        await workspace.runAs("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], log);
        assert.match(await workspace.run(["./devmin", "budget", "release"], log), /Budgets reversed its action/);
        assert.match(
            await workspace.run(["./devmin", "budget"], log),
            /triggered and reversed; .*not attached to role deploy-demo/s,
        );
        assert.match(await workspace.run(["./devmin", "budget", "release"], log), /nothing to release/);

        // A deny that somebody attached by hand is detached, too.
        const { env, aws } = workspace.connect();
        const { overBudgetPolicyArn: PolicyArn } = (await readStackOutputs(env, aws, "core")) as Record<string, string>;
        const RoleName = buildExpectedName("core", "deploy-demo");
        await aws.create(IAMClient).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
        assert.match(
            await workspace.run(["./devmin", "budget", "release"], log),
            /the deny is detached from role deploy-demo/,
        );

        await setMonthlySpend(workspace, 0);
        const changes = diffDumps(workspace.dumpBeforeBudgetSpent ?? {}, await dumpClouds(workspace.home));
        assert.deepEqual(
            changes.filter((change) => spendChangePattern.test(change.slice(2))),
            [],
        );
        return "destroyed despite the deny, not deployed because of it, released; the next month starts as the last one did";
    },
};
