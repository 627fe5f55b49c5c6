import { formatBudget, type ReleaseResult, readBudgetState, releaseBudgetDeny } from "../../ops/budget";
import type { EnvironmentOutputs } from "../../ops/checks/check";
import { switchRole } from "../../ops/clients/assume-role";
import { type Environment, readEnvironment } from "../../ops/environment";
import { readStackOutputs } from "../../ops/pulumi/state";
import { parseArguments } from "../args";
import { type CommandCall, UsageError } from "../command";

/** `./devmin budget`, as the auditor; `./devmin budget release`, with the shell's own rights: an administrator's. */
export async function run({ root, args }: CommandCall): Promise<void> {
    const env = readEnvironment(root);
    if (args.length === 0) {
        const auditor = await switchRole(env, "auditor");
        for (const line of formatBudget(await readBudgetState(auditor, await readCoreOutputs(auditor))))
            console.log(line);
        return;
    }
    const [subcommand] = parseArguments(args, {}, 1).positionals;
    if (subcommand !== "release")
        throw new UsageError(`there is no budget ${subcommand}: say budget, or budget release.`);
    console.log(releaseMessages[await releaseBudgetDeny(env, await readCoreOutputs(env))]);
}

const nextStep =
    "What is spent stays spent, so raise monthlyBudget in core's configuration or keep the leases short. Go on with: ./devmin up demo";
const releaseMessages: Record<ReleaseResult, string> = {
    reversed: `demo may come up again: Budgets has undone its action, and lets it rest until the next month. ${nextStep}`,
    detached: `demo may come up again: the deny is taken off its deployer. ${nextStep}`,
    nothing: "there is nothing to release: no deny hangs on demo's deployer.",
};

async function readCoreOutputs(env: Environment): Promise<EnvironmentOutputs["core"]> {
    const core = (await readStackOutputs(env, "core")) as Partial<EnvironmentOutputs["core"]>;
    if (!core.overBudgetPolicyArn)
        throw new Error("core has no action at 100 % of the budget yet: run pulumi up -C core");
    return core as EnvironmentOutputs["core"];
}
