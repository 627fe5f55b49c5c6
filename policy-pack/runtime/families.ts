import type { Policy } from "@pulumi/policy";

/** The subjects of policies; each policy has one as its only tag. */
export const families = ["cost", "confluent", "layers", "identity", "secrets", "state", "policy-pack"] as const;
export type Family = (typeof families)[number];

/** Policies that can be waived: costs may be intended, but lost state or leaked secrets cannot be undone. */
export const waivableFamilies: readonly Family[] = ["cost", "confluent", "layers"];

export const getFamily = ({ tags }: Policy) => tags?.[0] as Family;
