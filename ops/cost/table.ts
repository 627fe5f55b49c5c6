import { assumptions, usageFile } from "../../policy-pack/pricing/assumptions";
import type { CostSums } from "../../policy-pack/pricing/cost";
import { layerNames } from "../environment";
import type { EnvironmentCost, ResourceCost } from "./report";

/** An environment's cost as a table with notes, one line each. */
export function formatCostTable({ layers: costs, total, years, ceiling, assumed }: EnvironmentCost): string[] {
    const rows = layerNames.flatMap((layer): TableRow[] => {
        const cost = costs[layer];
        if (!cost) return [{ layer, what: "not up, not counted" }];
        const resourceRows = cost.resources.map(
            (each): TableRow => ({ layer, what: each.name, sums: each, note: formatNote(each) }),
        );
        return [...resourceRows, { layer, what: "total", sums: cost }, "line"];
    });
    const unpricedResources = Object.values(costs).flatMap(
        (cost) => cost?.resources.filter(({ unpriced }) => unpriced) ?? [],
    );
    const note = unpricedResources.length ? "plus unknown costs" : "";
    const table: TableRow[] = [...rows, { layer: "all", what: "total", sums: total, note }];
    const width = Math.max(...table.map((row) => (row === "line" ? 0 : row.what.length)));
    const isWithinCeiling = total.fullMonth <= ceiling;
    return [
        formatColumns(["layer", "resource", "idle", "hour", "month", ""], width),
        ...table.map((row) => formatRow(row, width)),
        "",
        `idle: USD a month without usage or lease; hour: while demo's tasks run; month: with the assumed usage.`,
        `A month in which no lease ends costs ${formatUsd(total.fullMonth)}, ${isWithinCeiling ? "within" : "above"} the ceiling of ${ceiling} (devmin:maxMonthlyUsd).`,
        ...(years[2] > years[0]
            ? [
                  `A month with the assumed usage costs ${formatUsd(years[1])} in the second year and ${formatUsd(years[2])} from the third, because KMS keys are rotated.`,
              ]
            : []),
        ...unpricedResources.map(
            ({ name, unpriced }) => `The cost of ${name} is unknown and counts as zero: ${unpriced}.`,
        ),
        "",
        `Assumed usage, per resource except for the hours; change it in ${usageFile}:`,
        ...Object.entries(assumptions).map(
            ([name, { description }]) =>
                `  ${name.padEnd(14)}${String(assumed[name as keyof typeof assumed]).padStart(7)}  ${description}`,
        ),
        "",
        "Prices: us-east-1, on demand, before tax; see docs/guardrails.md for sources and for what else bills by use.",
        "Not counted: traffic out of AWS beyond the free 100 GB a month, and existing resources that are only used.",
    ];
}

/** A row of the table, or the blank line between two layers. */
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

/** Zero is a dash; an amount below a cent is shown as less than a cent. */
function formatUsd(amount: number, digits = 2): string {
    if (amount === 0) return "–";
    return amount < 10 ** -digits / 2 ? `<${(10 ** -digits).toFixed(digits)}` : amount.toFixed(digits);
}

const formatNote = ({ years, atMost, notAssumed, unpriced }: ResourceCost): string =>
    [
        years && years[2] !== years[0]
            ? `${years[1]?.toFixed(2)} in the second year, ${years[2]?.toFixed(2)} from the third`
            : "",
        atMost ? "at most: on demand, Spot costs less" : "",
        notAssumed ? "by use, no usage assumed" : "",
        unpriced ? "unknown, see below" : "",
    ]
        .filter(Boolean)
        .join("; ");
