import type { Priced } from "./priced";

/** What a property may be; all else is denied, and what is unknown or of another type as well. */
export type Limit = (OneOf | AtMost) & {
    /** Left out is as good: the cloud's own default is the cheap one. */
    orMissing?: true;
    /** The policy's setting that replaces the list or the number. */
    setting?: string;
};
export interface OneOf {
    oneOf: readonly (string | number | boolean)[];
}
export interface AtMost {
    atMost: number;
    /** @default 0 */
    atLeast?: number;
}

/** Something a dev environment does without, as plain data. */
export interface Denied {
    /** With its article, as a message says it: `a NAT gateway`. */
    what: string;
    /** Every type token that makes one, older spellings included. */
    types: readonly string[];
    /**
     * The properties whose values decide, by path: `settings?.name`, `config[retention.ms]`. Lists are looked through, and each
     * element judged; where what stands before a `?` is missing, there is nothing to judge. Left out: its very existence is
     * denied.
     */
    decides?: Readonly<Record<string, Limit>>;
    /** What does the job for less, or safely, as a phrase. */
    instead: string;
    /** The API actions that make one, or make it dearer or more open; none where the cloud has no such thing as an action. */
    actions: readonly string[];
}

/** Denied because of what it costs. */
export interface Footgun extends Denied, Priced {}

/** Denied because of who could get in, or get at what. */
export interface Exposure extends Denied {
    /** Why, as a phrase after what it is: `has a password that never ends`. */
    because: string;
}

/** A switch that stays off. */
export const off: Limit = { oneOf: [false], orMissing: true };
/** Nothing goes here. */
export const absent: Limit = { oneOf: [], orMissing: true };
