/** What the layers call a thing in the stage's local cloud; written out, so that the program's own naming is held against it. */
export const named = (layer: "core" | "kafka" | "demo", noun: string) =>
    `devmin-${layer}-local-${noun}-000000000000-us-east-1`;
