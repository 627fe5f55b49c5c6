/**
 * The tags of every AWS resource of an environment: permissions depend on them, the bill can be split by them, and
 * resources missing from a lost state are found by them. Confluent Cloud has no tags; names there contain the stack.
 */
export const requiredTagKeys = { owner: "devmin:owner", layer: "devmin:layer", stack: "devmin:stack" } as const;
