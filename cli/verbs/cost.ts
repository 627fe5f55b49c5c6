import { costOf } from "../../ops/cost";
import { tableOf } from "../../ops/cost-table";
import { environmentAt } from "../../ops/environment";
import { as } from "../../ops/roles";
import type { Call } from "../verb";
import { wordsOf } from "../words";

/** `./devmin cost [--json]`, as the auditor; JSON is the `EnvironmentCost` of ops/cost.ts. Changes nothing. */
export async function run({ root, args }: Call): Promise<void> {
    const { values } = wordsOf(args, { json: { type: "boolean", default: false } }, 0);
    const cost = await costOf(await as(environmentAt(root), "auditor"));
    console.log(values.json ? JSON.stringify(cost, null, 4) : tableOf(cost).join("\n"));
}
