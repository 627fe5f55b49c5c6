import { setBudgetSpend } from "../local-cloud";
import { dumpClouds, getLocalCloud, replaceDumpPaths } from "./cloud-dump";
import { buildExpectedName } from "./expected-name";
import type { Workspace } from "./workspace";

const budgetName = buildExpectedName("core", "budget");

/** What spending changes: the budget with its action, and the policies attached to role deploy-demo. */
export const spendChangePattern = /^aws\/(budgets\/|iam\/.*devmin-core-local-(deploy-demo|over-budget)-)/;

/**
 * Sets this month's spending of the account, in USD. The emulator then acts as AWS Budgets does, if the policies of topic, key
 * and role allow it. A lower amount than before starts a new month.
 */
export async function setMonthlySpend(workspace: Workspace, amount: number): Promise<void> {
    await setBudgetSpend(await getLocalCloud(workspace.home), budgetName, amount);
    // The spending is not a leftover of demo.
    workspace.dumpBeforeDemo = replaceDumpPaths(
        workspace.dumpBeforeDemo ?? {},
        await dumpClouds(workspace.home),
        spendChangePattern,
    );
}
