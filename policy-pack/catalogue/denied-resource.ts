import type { PriceRow } from "../pricing/priced";

/** What a property may be; all else is denied, and what is unknown or of another type as well. */
export type Constraint = (OneOfConstraint | RangeConstraint) & {
    /** Left out is as good: the cloud's own default is the cheap one. */
    optional?: true;
    /** The policy's setting that replaces the list or the number. */
    setting?: string;
};
export interface OneOfConstraint {
    oneOf: readonly (string | number | boolean)[];
}
export interface RangeConstraint {
    atMost: number;
    /** @default 0 */
    atLeast?: number;
}

/** Something a dev environment does without, as plain data. */
export interface DeniedResource {
    /** With its article, as a message says it: `a NAT gateway`. */
    label: string;
    /** Every type token that makes one, older spellings included. */
    types: readonly string[];
    /**
     * The properties whose values decide, by path: `settings?.name`, `config[retention.ms]`. Lists are looked through, and each
     * element judged; where what stands before a `?` is missing, there is nothing to judge. Left out: its very existence is
     * denied.
     */
    constraints?: Readonly<Record<string, Constraint>>;
    /** What does the job for less, or safely, as a phrase. */
    alternative: string;
    /** The API actions that make one, or make it dearer or more open; none where the cloud has no such thing as an action. */
    actions: readonly string[];
}

/** Denied because of what it costs. */
export interface CostlyResource extends DeniedResource, PriceRow {}

/** Denied because of who could get in, or get at what. */
export interface ExposedResource extends DeniedResource {
    /** Why, as a phrase after what it is: `has a password that never ends`. */
    because: string;
}

/** A switch that stays off. */
export const mustBeOff: Constraint = { oneOf: [false], optional: true };
/** Nothing goes here. */
export const mustBeAbsent: Constraint = { oneOf: [], optional: true };
