import type { Priced } from "./priced";

/** A resource that costs more than a dev environment should: plain data, read by the pack and by the other rooms. */
export interface Footgun extends Priced {
    /** Every type token that makes one, older spellings included. */
    types: readonly string[];
    /** The properties whose values make it dear. Empty: its very existence is the cost, and its actions can be denied. */
    decides: readonly string[];
    /** What does the job for less, as a phrase. */
    instead: string;
    /** The API actions that make one, or make it dearer. */
    actions: readonly string[];
}
