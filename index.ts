/** The environment's card: reads core, kafka and demo, owns nothing, and exports what a person or program needs to use them. */
import * as pulumi from "@pulumi/pulumi";
import { allCosts } from "./lib/cost";
import { outputsOf } from "./lib/door";
import { settings, wholeNumber } from "./lib/settings";
import { usualCeiling } from "./policy-pack/catalogue/cost";

const { maxMonthlyUsd } = settings(".", {
    /** The most that all layers together may cost in USD, in a month in which no lease ends. */
    maxMonthlyUsd: wholeNumber(1, 10_000, { default: usualCeiling }),
});

const core = outputsOf<typeof import("./core")>("core");
const kafka = outputsOf<typeof import("./kafka")>("kafka");
const demo = outputsOf<typeof import("./demo")>("demo");

// What each layer exports once it is up.
const signs = { core: core.ifUp("stateBucket"), kafka: kafka.ifUp("clusterId"), demo: demo.ifUp("clusterName") };

/** Per layer: `up`, or the sentence that says how to bring it up. */
export const layers = pulumi
    .output(signs)
    .apply((seen) =>
        Object.fromEntries(
            Object.entries(seen).map(([layer, sign]) => [
                layer,
                sign ? "up" : `${layer} is not up yet: run pulumi up -C ${layer}`,
            ]),
        ),
    );
/** What all layers cost, idle, an hour of demo, and in a month; above `maxMonthlyUsd` there is no card. */
export const costs = pulumi
    .all([signs, { core: core.ifUp("cost"), kafka: kafka.ifUp("cost"), demo: demo.ifUp("cost") }])
    .apply(([seen, each]) => allCosts(seen, each, maxMonthlyUsd));
export const account = core.ifUp("account");
export const region = core.ifUp("region");
export const stateBucket = core.ifUp("stateBucket");
export const evidenceBucket = core.ifUp("evidenceBucket");
export const bootstrapServers = kafka.ifUp("bootstrapServers");
/** Per application: the secret that holds its Kafka login. */
export const applicationAccess = kafka.ifUp("applicationAccess");
export const ecsCluster = demo.ifUp("clusterName");
/** When the services stop, in UTC. */
export const leaseUntil = demo.ifUp("leaseUntil");
export const services = demo.ifUp("runningServices");
