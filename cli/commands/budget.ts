import { formatBudget, type ReleaseResult, readBudgetState, releaseBudgetDeny } from "../../ops/budget";
import { createRoleClients } from "../../ops/clients/assume-role";
import { createAwsClients } from "../../ops/clients/aws";
import { readEnvironment } from "../../ops/environment";
import { readLayerOutputs } from "../../ops/layer-outputs";
import type { CommandCall } from "../command";
import { printJson } from "../output";

/** Reads the budget as the auditor; releases its deny with the shell's own credentials, an administrator's. */
export async function run({ root, args, options }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    if (args.length === 0) {
        const auditor = await createRoleClients(env, "auditor");
        const state = await readBudgetState(env, auditor, await readLayerOutputs(env, auditor, "core"));
        if (options.json) printJson("budget", env.stack, state);
        else for (const line of formatBudget(state)) console.log(line);
        return;
    }
    const aws = createAwsClients(env);
    const result = await releaseBudgetDeny(env, aws, await readLayerOutputs(env, aws, "core"));
    if (options.json) printJson("budget", env.stack, { released: result });
    else console.log(releaseMessages[result]);
}

const nextStep =
    "The month's spend stays what it is, so raise monthlyBudget in core's configuration or keep leases short. Next: ./devmin up demo";
const releaseMessages: Record<ReleaseResult, string> = {
    reversed: `demo can be deployed again: Budgets reversed its action, which rests until next month. ${nextStep}`,
    detached: `demo can be deployed again: the deny is detached from role deploy-demo. ${nextStep}`,
    nothing: "nothing to release: no deny is attached to role deploy-demo.",
};
