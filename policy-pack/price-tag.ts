import { type Priced, pricesOf } from "./catalogue";

/** What something costs, as part of a message: prices first, then where they stand. */
export const priceTag = (priced: Priced) => `${pricesOf(priced)} (${priced.source}, ${priced.date})`;
