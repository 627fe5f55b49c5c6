/** The environment's card: reads core, kafka and demo, owns nothing, and exports what a person or program needs to use them. */
import * as pulumi from "@pulumi/pulumi";
import { summarizeCosts } from "./lib/cost";
import { defineWholeNumber, readSettings } from "./lib/settings";
import { getLayerOutputs } from "./lib/stack-outputs";
import { defaultMaxMonthlyUsd } from "./policy-pack/pricing/cost";

const { maxMonthlyUsd } = readSettings(".", {
    /** The most that all layers together may cost in USD, in a month in which no lease ends. */
    maxMonthlyUsd: defineWholeNumber(1, 10_000, { default: defaultMaxMonthlyUsd }),
});

const core = getLayerOutputs<typeof import("./core")>("core");
const kafka = getLayerOutputs<typeof import("./kafka")>("kafka");
const demo = getLayerOutputs<typeof import("./demo")>("demo");

// What each layer exports once it is up.
const probeOutputs = {
    core: core.getIfUp("stateBucket"),
    kafka: kafka.getIfUp("clusterId"),
    demo: demo.getIfUp("clusterName"),
};

/** Per layer: `up`, or the sentence that says how to bring it up. */
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
/** What all layers cost, idle, an hour of demo, and in a month; above `maxMonthlyUsd` there is no card. */
export const costs = pulumi
    .all([probeOutputs, { core: core.getIfUp("cost"), kafka: kafka.getIfUp("cost"), demo: demo.getIfUp("cost") }])
    .apply(([probes, each]) => summarizeCosts(probes, each, maxMonthlyUsd));
export const account = core.getIfUp("account");
export const region = core.getIfUp("region");
export const stateBucket = core.getIfUp("stateBucket");
export const evidenceBucket = core.getIfUp("evidenceBucket");
export const bootstrapServers = kafka.getIfUp("bootstrapServers");
/** Per application: the secret that holds its Kafka login. */
export const applicationAccess = kafka.getIfUp("applicationAccess");
export const ecsCluster = demo.getIfUp("clusterName");
/** When the services stop, in UTC. */
export const leaseUntil = demo.getIfUp("leaseUntil");
export const services = demo.getIfUp("runningServices");
