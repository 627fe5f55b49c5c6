import { sayBill } from "../sandbox";
import { dump, placeIn, withThoseOf } from "./dump";
import { named } from "./names";
import type { Stage } from "./stage";

const budgetName = named("core", "budget");

/** What a bill moves: the budget with its action, and what hangs on the deployer. */
export const movedByABill = /^aws\/(budgets\/|iam\/.*devmin-core-local-(deploy-demo|over-budget)-)/;

/**
 * Says what the account's bill of this month is, as there is none in a local cloud; what Budgets does about it the emulator
 * does by the policies of topic, key and role. Less than before is a new month.
 */
export async function bill(stage: Stage, amount: number): Promise<void> {
    await sayBill(await placeIn(stage.home), budgetName, amount);
    // A bill is nothing that demo leaves behind.
    stage.beforeDemo = withThoseOf(stage.beforeDemo ?? {}, await dump(stage.home), movedByABill);
}
