/** Kafka lives: it owns the cluster, topics, applications and their credentials; reads core; feeds demo. */
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { countCosts } from "../lib/cost";
import { outputsOf, regionBeside } from "../lib/door";
import { guard } from "../lib/guard";
import { awsIn } from "../lib/providers";
import { ApplicationAccess } from "./application-access";
import { type ApplicationName, applications, type Topic, topics } from "./catalogue";
import { Cluster } from "./cluster";
import { config } from "./config";
import { Lives } from "./lives";
import { Manager } from "./manager";
import { Topics } from "./topics";

const { place, generations, endpoint } = config;
guard(place);
const costs = countCosts();
const core = outputsOf<typeof import("../core")>("core");
const region = regionBeside(core, place);
const providers = [
    awsIn(place, core("owner"), region),
    // Its key comes from the environment, so it is in no state.
    new confluent.Provider("confluent", { endpoint: region.apply(() => endpoint) }),
];

const cluster = new Cluster("cluster", config, { providers, protect: true });
const manager = new Manager("manager", { place, cluster, generations: generations.manager, endpoint }, { providers });
// What the last update declared: a topic of fewer partitions would be another topic.
const before = outputsOf<{ declaredTopics: Record<string, Topic> }>("kafka").ifUp("declaredTopics");
const kept = new Topics("topics", { cluster, topics, before }, { providers: [manager.provider], protect: true });
const access = Object.entries(applications).map(([name, application]) => {
    const keyArn = core("keyArn");
    const args = { place, application, cluster, manager, generations: generations[name as ApplicationName], keyArn };
    return [name, new ApplicationAccess(name, args, { providers })] as const;
});
new Lives("lives", [cluster, manager, kept, ...access.map(([, each]) => each)]);

export const environmentId = cluster.environmentId;
export const clusterId = cluster.clusterId;
export const bootstrapServers = cluster.bootstrapServers;
export const restEndpoint = cluster.restEndpoint;
/** Per application: where its current login is kept, and the prefix of its consumer groups. */
export const applicationAccess = pulumi.output(
    Object.fromEntries(
        access.map(([name, { secretArn, secretVersion, consumerGroup }]) => [
            name,
            { secretArn, secretVersion, consumerGroup },
        ]),
    ) as Record<ApplicationName, Pick<ApplicationAccess, "secretArn" | "secretVersion" | "consumerGroup">>,
);
/** As declared, for whoever checks them. */
export const declaredTopics = topics;
/** What all of this layer costs. */
export const cost = costs();
