import { budgetState, type Release, release, toldOf } from "../../ops/budget";
import type { Outputs } from "../../ops/checks/check";
import { type Environment, environmentAt } from "../../ops/environment";
import { as } from "../../ops/roles";
import { outputsInBucket } from "../../ops/state";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/** `./devmin budget`, as the auditor; `./devmin budget release`, with the shell's own rights: an administrator's. */
export async function run({ root, args }: Call): Promise<void> {
    const env = environmentAt(root);
    if (args.length === 0) {
        const auditor = await as(env, "auditor");
        for (const line of toldOf(await budgetState(auditor, await coreIn(auditor)))) console.log(line);
        return;
    }
    const [word] = wordsOf(args, {}, 1).positionals;
    if (word !== "release") throw new UsageError(`there is no budget ${word}: say budget, or budget release.`);
    console.log(done[await release(env, await coreIn(env))]);
}

const next =
    "What is spent stays spent, so raise monthlyBudget in core's configuration or keep the leases short. Go on with: ./devmin up demo";
const done: Record<Release, string> = {
    reversed: `demo may come up again: Budgets has undone its action, and lets it rest until the next month. ${next}`,
    detached: `demo may come up again: the deny is taken off its deployer. ${next}`,
    nothing: "there is nothing to release: no deny hangs on demo's deployer.",
};

async function coreIn(env: Environment): Promise<Outputs["core"]> {
    const core = (await outputsInBucket(env, "core")) as Partial<Outputs["core"]>;
    if (!core.overBudgetPolicyArn)
        throw new Error("core has no action at 100 % of the budget yet: run pulumi up -C core");
    return core as Outputs["core"];
}
