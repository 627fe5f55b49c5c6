/** The environment's card: reads core, kafka and demo, owns nothing, and exports what a person or program needs to use them. */
import * as pulumi from "@pulumi/pulumi";
import { outputsOf } from "./lib/door";

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
