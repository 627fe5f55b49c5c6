import type { Footgun } from "./catalogue";

/** What a footgun costs, as part of a message: prices first, then where they stand. */
export function priceTag({ monthly, usage, source, date }: Footgun): string {
    const idle = monthly.map(({ usd, each }) => `${usd} USD a month per ${each}`);
    const used = usage.map(({ usd, each }) => `${usd} USD per ${each}`);
    return `${[...idle, ...used].join(" + ")} (${source}, ${date})`;
}
