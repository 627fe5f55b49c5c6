/**
 * Kafka, a persistent layer. Owns: the Confluent cluster, topics, applications and their credentials.
 * Reads: core.
 * Feeds: demo and the environment summary.
 */
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { createAwsProvider } from "../lib/aws-provider";
import { trackCosts } from "../lib/cost";
import { guard } from "../lib/guard";
import { getLayerOutputs, requireSameRegion } from "../lib/stack-outputs";
import { ApplicationAccess } from "./application-access";
import { Cluster } from "./cluster";
import { config } from "./config";
import { DestroyGuard } from "./destroy-guard";
import { Manager } from "./manager";
import { Topics } from "./topics";
import { type ApplicationName, applications, type Topic, topics } from "./topics-and-applications";

const { scope, generations, endpoint } = config;
guard(scope);
const costs = trackCosts();
const core = getLayerOutputs<typeof import("../core")>("core");
const region = requireSameRegion(core, scope);
const providers = [
    createAwsProvider(scope, core("owner"), region),
    // Its API key comes from environment variables, so it is not stored in the state.
    new confluent.Provider("confluent", { endpoint: region.apply(() => endpoint) }),
];

const cluster = new Cluster("cluster", config, { providers, protect: true });
const manager = new Manager("manager", { scope, cluster, generations: generations.manager, endpoint }, { providers });
// Topics as of the last update: reducing a topic's partitions would replace it.
const previousTopics = getLayerOutputs<{ declaredTopics: Record<string, Topic> }>("kafka").getIfUp("declaredTopics");
const topicResources = new Topics(
    "topics",
    { cluster, topics, previousTopics },
    { providers: [manager.provider], protect: true },
);
const accessByApplication = Object.entries(applications).map(([name, application]) => {
    const keyArn = core("keyArn");
    const args = { scope, application, cluster, manager, generations: generations[name as ApplicationName], keyArn };
    return [name, new ApplicationAccess(name, args, { providers })] as const;
});
// The logical name is recorded in existing states.
new DestroyGuard("lives", [cluster, manager, topicResources, ...accessByApplication.map(([, each]) => each)]);

export const environmentId = cluster.environmentId;
export const clusterId = cluster.clusterId;
export const bootstrapServers = cluster.bootstrapServers;
export const restEndpoint = cluster.restEndpoint;
/** Per application: ARN and current version of the secret with its credentials, and the prefix of its consumer groups. */
export const applicationAccess = pulumi.output(
    Object.fromEntries(
        accessByApplication.map(([name, { secretArn, secretVersion, consumerGroup }]) => [
            name,
            { secretArn, secretVersion, consumerGroup },
        ]),
    ) as Record<ApplicationName, Pick<ApplicationAccess, "secretArn" | "secretVersion" | "consumerGroup">>,
);
/** Topics as declared, for checks and for the next update. */
export const declaredTopics = topics;
/** Estimated cost of this layer in USD. */
export const cost = costs();
