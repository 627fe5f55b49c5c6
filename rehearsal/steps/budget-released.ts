import assert from "node:assert/strict";
import { AttachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { awsConfig } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { outputsInBucket } from "../../ops/state";
import { recordCalls } from "../../sandbox";
import { bill, movedByABill } from "../bill";
import { differences, dump } from "../dump";
import { named } from "../names";
import { inRole } from "../stage";
import type { Step } from "../step";

export const budgetReleased: Step = {
    title: "demo went with the deny on its deployer; the deny is released",
    further: true,
    async play(stage, say) {
        const up = ["pulumi", "up", "-C", "demo", "--yes", "--skip-preview"];
        const refusal = await recordCalls(stage, "denied", () => stage.refused(inRole("demo", up), say));
        assert.match(refusal, /AccessDenied|UnauthorizedOperation/);
        await stage.as("demo", ["pulumi", "destroy", "-C", "demo", "--yes", "--skip-preview"], say);
        assert.match(await stage.run(["./devmin", "budget", "release"], say), /Budgets has undone its action/);
        assert.match(await stage.run(["./devmin", "budget"], say), /was undone; it rests.*does not hang/s);
        assert.match(await stage.run(["./devmin", "budget", "release"], say), /nothing to release/);

        // Hung there by hand it comes off as well.
        const env = environmentAt(stage.tree, "local");
        const { overBudgetPolicyArn: PolicyArn } = (await outputsInBucket(env, "core")) as Record<string, string>;
        const RoleName = named("core", "deploy-demo");
        await new IAMClient(awsConfig(env)).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
        assert.match(await stage.run(["./devmin", "budget", "release"], say), /the deny is taken off its deployer/);

        await bill(stage, 0);
        const changes = differences(stage.beforeSpent ?? {}, await dump(stage.home));
        assert.deepEqual(
            changes.filter((change) => movedByABill.test(change.slice(2))),
            [],
        );
        return "taken down with the deny, refused to come up, released; the next month's budget is as the last one's was";
    },
};
