import type { Policy } from "@pulumi/policy";

/** What a guardrail is about: its one tag. */
export const families = ["cost", "confluent", "layers", "identity", "secrets", "state", "policy-pack"] as const;
export type Family = (typeof families)[number];

/** State, identities and secrets are lost once; money can be spent on purpose. */
export const waivableFamilies: readonly Family[] = ["cost", "confluent", "layers"];

export const getFamily = ({ tags }: Policy) => tags?.[0] as Family;
