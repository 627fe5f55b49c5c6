import type { Denied, Exposure, Footgun } from "./footgun";
import { pricesOf } from "./priced";

/** Why not, as a phrase after what it is: `costs 32.85 USD a month per gateway (…)`. */
export const reasonAgainst = (row: Denied): string =>
    "because" in row ? (row as Exposure).because : `costs ${pricesOf(row as Footgun)}`;
