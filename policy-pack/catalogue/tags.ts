/**
 * The tags of everything an environment has on AWS: rights go by them, the bill can be split by them, and what a lost state
 * forgot is found by them. Confluent Cloud has no tags for what kafka makes there; its names tell the stack.
 */
export const requiredTagKeys = { owner: "devmin:owner", layer: "devmin:layer", stack: "devmin:stack" } as const;
