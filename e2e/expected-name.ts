import type { Layer } from "../ops/environment";

/** A resource's name in the workspace's local cloud; written out here, so that the steps test the program's own naming. */
export const buildExpectedName = (layer: Layer, noun: string, stack = "local") =>
    `devmin-${layer}-${stack}-${noun}-000000000000-us-east-1`;
