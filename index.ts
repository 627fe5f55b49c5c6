/**
 * Environment summary. Owns: nothing.
 * Reads: the outputs of core, kafka and demo, as far as they are up.
 * Feeds: people and programs that use the environment (`pulumi stack output`).
 */
import * as pulumi from "@pulumi/pulumi";
import { summarizeCosts } from "./lib/cost";
import { defineWholeNumber, readSettings } from "./lib/settings";
import { getLayerOutputs } from "./lib/stack-outputs";
import { defaultMaxMonthlyUsd } from "./policy-pack/pricing/cost";

const { maxMonthlyUsd } = readSettings(".", {
    /** Ceiling for all layers together: USD in a month in which demo runs all the time. */
    maxMonthlyUsd: defineWholeNumber(1, 10_000, { default: defaultMaxMonthlyUsd }),
});

const core = getLayerOutputs<typeof import("./core")>("core");
const kafka = getLayerOutputs<typeof import("./kafka")>("kafka");
const demo = getLayerOutputs<typeof import("./demo")>("demo");

// One output per layer that exists as soon as the layer is up.
const probeOutputs = {
    core: core.getIfUp("stateBucket"),
    kafka: kafka.getIfUp("clusterId"),
    demo: demo.getIfUp("clusterName"),
};

/** Per layer: `up`, or a sentence with the command that brings it up. */
export const layers = pulumi
    .output(probeOutputs)
    .apply((probes) =>
        Object.fromEntries(
            Object.entries(probes).map(([layer, probe]) => [
                layer,
                probe ? "up" : `${layer} is not up yet: run pulumi up -C ${layer}`,
            ]),
        ),
    );
/** Cost of all layers in USD: idle, per hour of demo, per month. The update fails above `maxMonthlyUsd`. */
export const costs = pulumi
    .all([probeOutputs, { core: core.getIfUp("cost"), kafka: kafka.getIfUp("cost"), demo: demo.getIfUp("cost") }])
    .apply(([probes, each]) => summarizeCosts(probes, each, maxMonthlyUsd));
export const account = core.getIfUp("account");
export const region = core.getIfUp("region");
export const stateBucket = core.getIfUp("stateBucket");
export const evidenceBucket = core.getIfUp("evidenceBucket");
export const bootstrapServers = kafka.getIfUp("bootstrapServers");
/** Per application: the secret with its Kafka credentials, and the prefix of its consumer groups. */
export const applicationAccess = kafka.getIfUp("applicationAccess");
export const ecsCluster = demo.getIfUp("clusterName");
/** When the services stop, in UTC: `2026-11-24T18:00:00Z`. */
export const leaseUntil = demo.getIfUp("leaseUntil");
export const services = demo.getIfUp("runningServices");
