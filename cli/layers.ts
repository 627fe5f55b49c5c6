import { type Layer, layerNames } from "../ops/environment";

/** The named layers, from the bottom up; if none is named, those that are deployed from day to day. Bootstrap deploys core. */
export const selectLayers = (names: readonly string[]): readonly Layer[] =>
    names.length ? layerNames.filter((layer) => names.includes(layer)) : ["kafka", "demo"];
