import { setBudgetSpend } from "../local-cloud";
import { dumpClouds, getLocalCloud, replaceDumpPaths } from "./cloud-dump";
import { buildExpectedName } from "./expected-name";
import type { Workspace } from "./workspace";

const budgetName = buildExpectedName("core", "budget");

/** What a bill moves: the budget with its action, and what hangs on the deployer. */
export const spendChangePattern = /^aws\/(budgets\/|iam\/.*devmin-core-local-(deploy-demo|over-budget)-)/;

/**
 * Says what the account's bill of this month is, as there is none in a local cloud; what Budgets does about it the emulator
 * does by the policies of topic, key and role. Less than before is a new month.
 */
export async function setMonthlySpend(workspace: Workspace, amount: number): Promise<void> {
    await setBudgetSpend(await getLocalCloud(workspace.home), budgetName, amount);
    // A bill is nothing that demo leaves behind.
    workspace.dumpBeforeDemo = replaceDumpPaths(
        workspace.dumpBeforeDemo ?? {},
        await dumpClouds(workspace.home),
        spendChangePattern,
    );
}
