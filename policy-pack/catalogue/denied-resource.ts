import type { PriceRow } from "../pricing/priced";

/** The allowed values of a property; all others are denied, including unknown ones and those of another type. */
export type Constraint = (OneOfConstraint | RangeConstraint) & {
    /** The property may be left out, because the cloud's default is cheap. */
    optional?: true;
    /** The policy setting that replaces `oneOf` or `atMost`. */
    setting?: string;
    /** One more value, for resources of these projects whose tag declares it; the policy setting replaces the projects. */
    declared?: { value: string; tag: string; tagValue: string; projects: readonly string[]; setting: string };
};
export interface OneOfConstraint {
    oneOf: readonly (string | number | boolean)[];
}
export interface RangeConstraint {
    atMost: number;
    /** @default 0 */
    atLeast?: number;
}

/** A resource that is denied, always or with certain properties. */
export interface DeniedResource {
    /** With its article: `a NAT gateway`. */
    label: string;
    /** Every type token that creates one, including older tokens. */
    types: readonly string[];
    /**
     * Constraints by property path: `settings?.name`, `config[retention.ms]`. Each element of a list is checked; where the part
     * before a `?` is missing, nothing is. Left out: the resource is denied whatever its properties.
     */
    constraints?: Readonly<Record<string, Constraint>>;
    /** What to use instead, as a noun phrase: `public subnets`. */
    alternative: string;
    /** IAM actions that create it, or make it more expensive or more open; none for clouds without IAM actions. */
    actions: readonly string[];
}

/** Denied for its cost. */
export interface CostlyResource extends DeniedResource, PriceRow {}

/** Denied for the access it gives, or because no policy can check what it creates. */
export interface ExposedResource extends DeniedResource {
    /** Why, as a phrase that follows the label: `has a password that never expires`. */
    because: string;
}

/** Must be false or left out. */
export const mustBeOff: Constraint = { oneOf: [false], optional: true };
/** Must be left out. */
export const mustBeAbsent: Constraint = { oneOf: [], optional: true };
