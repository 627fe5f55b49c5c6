import { assumptions, usageFile } from "../../policy-pack/pricing/assumptions";
import type { CostSums } from "../../policy-pack/pricing/cost";
import { layerNames } from "../environment";
import type { EnvironmentCost, ResourceCost } from "./report";

/** An environment's cost for people, a line each. */
export function formatCostTable({ layers: costs, total, years, ceiling, assumed }: EnvironmentCost): string[] {
    const rows = layerNames.flatMap((layer): TableRow[] => {
        const cost = costs[layer];
        if (!cost) return [{ layer, what: "not up: nothing of it is counted" }];
        const resourceRows = cost.resources.map(
            (each): TableRow => ({ layer, what: each.name, sums: each, note: formatNote(each) }),
        );
        return [...resourceRows, { layer, what: "together", sums: cost }, "line"];
    });
    const unpricedResources = Object.values(costs).flatMap(
        (cost) => cost?.resources.filter(({ unpriced }) => unpriced) ?? [],
    );
    const note = unpricedResources.length ? "and what is unknown" : "";
    const table: TableRow[] = [...rows, { layer: "all", what: "together", sums: total, note }];
    const width = Math.max(...table.map((row) => (row === "line" ? 0 : row.what.length)));
    const isWithinCeiling = total.fullMonth <= ceiling;
    return [
        formatColumns(["layer", "resource", "idle", "an hour", "a month", ""], width),
        ...table.map((row) => formatRow(row, width)),
        "",
        `idle: USD in a month in which nobody uses it and no lease runs; an hour: while demo's tasks run; a month: as assumed.`,
        `In a month in which no lease ends it is ${formatUsd(total.fullMonth)}, ${isWithinCeiling ? "within" : "above"} the ceiling of ${ceiling} (devmin:maxMonthlyUsd).`,
        ...(years[2] > years[0]
            ? [
                  `A month as assumed comes to ${formatUsd(years[1])} in the second year and ${formatUsd(years[2])} from the third on, as keys are rotated.`,
              ]
            : []),
        ...unpricedResources.map(
            ({ name, unpriced }) => `What ${name} costs is unknown, and counted as nothing, as ${unpriced}.`,
        ),
        "",
        `Assumed, each of one resource but for the hours; others go into ${usageFile}:`,
        ...Object.entries(assumptions).map(
            ([name, { description }]) =>
                `  ${name.padEnd(14)}${String(assumed[name as keyof typeof assumed]).padStart(7)}  ${description}`,
        ),
        "",
        "Prices: us-east-1, on demand, before tax; where each is from, and what else bills by use, says docs/guardrails.md.",
        "Not counted: what goes out of AWS beyond the 100 GB a month that are free, and what was there before and is only used.",
    ];
}

/** A row of the table, or what parts two layers. */
type TableRow = { layer: string; what: string; sums?: CostSums; note?: string } | "line";

function formatRow(row: TableRow, width: number): string {
    if (row === "line") return "";
    const { layer, what, sums, note = "" } = row;
    const { idle = 0, hour = 0, month = 0 } = sums ?? {};
    return formatColumns(
        [layer, what, ...(sums ? [formatUsd(idle), formatUsd(hour, 4), formatUsd(month)] : ["", "", ""]), note],
        width,
    );
}

const formatColumns = ([layer = "", what = "", idle = "", hour = "", month = "", note = ""]: string[], width: number) =>
    `${layer.padEnd(5)}  ${what.padEnd(width)}  ${idle.padStart(8)}  ${hour.padStart(8)}  ${month.padStart(8)}  ${note}`.trimEnd();

/** Nothing is a dash, and what is less than a cent is more than nothing. */
function formatUsd(amount: number, digits = 2): string {
    if (amount === 0) return "–";
    return amount < 10 ** -digits / 2 ? `<${(10 ** -digits).toFixed(digits)}` : amount.toFixed(digits);
}

const formatNote = ({ years, atMost, notAssumed, unpriced }: ResourceCost): string =>
    [
        years && years[2] !== years[0]
            ? `${years[1]?.toFixed(2)} in its second year, ${years[2]?.toFixed(2)} from its third on`
            : "",
        atMost ? "at most: on demand, and Spot is less" : "",
        notAssumed ? "by use, which is not assumed" : "",
        unpriced ? "unknown, see below" : "",
    ]
        .filter(Boolean)
        .join("; ");
