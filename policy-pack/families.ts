import type { Policy } from "@pulumi/policy";

/** What a guardrail is about: its one tag. */
export const families = ["money", "confluent", "layers", "identity", "secrets", "state", "pack"] as const;
export type Family = (typeof families)[number];

/** State, identities and secrets are lost once; money can be spent on purpose. */
export const waivable: readonly Family[] = ["money", "confluent", "layers"];

export const familyOf = ({ tags }: Policy) => tags?.[0] as Family;
