import { placeOf, sayBill } from "../sandbox";
import { dump, withThoseOf } from "./dump";
import type { Stage } from "./stage";

const budgetName = "devmin-core-local-budget-000000000000-us-east-1";

/** What a bill moves: the budget with its action, and what hangs on the deployer. */
export const movedByABill = /^aws\/(budgets\/|iam\/.*devmin-core-local-(deploy-demo|over-budget)-)/;

/**
 * Says what the account's bill of this month is, as there is none in a local cloud; what Budgets does about it the emulator
 * does by the policies of topic, key and role. Less than before is a new month.
 */
export async function bill(stage: Stage, amount: number): Promise<void> {
    const place = await placeOf(stage.home);
    if (!place) throw new Error(`there is no local cloud in ${stage.home}`);
    await sayBill(place, budgetName, amount);
    // A bill is nothing that demo leaves behind.
    stage.beforeDemo = withThoseOf(stage.beforeDemo ?? {}, await dump(stage.home), movedByABill);
}
