import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironmentCost } from "../../ops/cost/report";
import { formatCostTable } from "../../ops/cost/table";
import { readEnvironment } from "../../ops/environment";
import type { CommandCall } from "../command";
import { printJson } from "../output";

/** As the auditor; `--json` prints an `EnvironmentCost` (ops/cost/report.ts). Changes nothing. */
export async function run({ root, options }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const cost = await readEnvironmentCost(env, await createRoleClients(env, "auditor"));
    if (options.json) printJson("cost", env.stack, cost);
    else console.log(formatCostTable(cost).join("\n"));
}
