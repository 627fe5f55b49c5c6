import { switchRole } from "../../ops/clients/assume-role";
import { readEnvironmentCost } from "../../ops/cost/report";
import { formatCostTable } from "../../ops/cost/table";
import { readEnvironment } from "../../ops/environment";
import { parseArguments } from "../args";
import type { CommandCall } from "../command";

/** `./devmin cost [--json]`, as the auditor; JSON is the `EnvironmentCost` of ops/cost/report.ts. Changes nothing. */
export async function run({ root, args }: CommandCall): Promise<void> {
    const { values } = parseArguments(args, { json: { type: "boolean", default: false } }, 0);
    const cost = await readEnvironmentCost(await switchRole(readEnvironment(root), "auditor"));
    console.log(values.json ? JSON.stringify(cost, null, 4) : formatCostTable(cost).join("\n"));
}
