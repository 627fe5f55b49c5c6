/** What the layers of a stack call a thing in the stage's local cloud; written out, so that the program's own naming is held against it. */
export const buildExpectedName = (layer: "core" | "kafka" | "demo", noun: string, stack = "local") =>
    `devmin-${layer}-${stack}-${noun}-000000000000-us-east-1`;
