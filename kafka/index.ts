/** Kafka lives: it owns the cluster, topics, applications and their credentials; reads core; feeds demo. */
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { outputsOf } from "../lib/door";
import { awsIn } from "../lib/providers";
import { ApplicationAccess } from "./application-access";
import { type ApplicationName, applications, topics } from "./catalogue";
import { Cluster } from "./cluster";
import { config } from "./config";
import { Manager } from "./manager";
import { Topics } from "./topics";

const { place, maxEcku, endpoint } = config;
const core = outputsOf<typeof import("../core")>("core");
// Its key comes from the environment, so it is in no state.
const providers = [awsIn(place), new confluent.Provider("confluent", { endpoint })];

const cluster = new Cluster("cluster", { place, maxEcku }, { providers, protect: true });
const manager = new Manager("manager", { place, cluster, endpoint }, { providers });
new Topics("topics", { topics }, { providers: [manager.provider], protect: true });
const access = Object.entries(applications).map(([name, application]) => {
    const keyArn = core("keyArn");
    const args = { place, application, cluster, manager, keyArn };
    return [name, new ApplicationAccess(name, args, { providers })] as const;
});

export const environmentId = cluster.environmentId;
export const clusterId = cluster.clusterId;
export const bootstrapServers = cluster.bootstrapServers;
export const restEndpoint = cluster.restEndpoint;
/** Per application: where its login is kept, and the prefix of its consumer groups. */
export const applicationAccess = pulumi.output(
    Object.fromEntries(
        access.map(([name, { secretArn, consumerGroup }]) => [name, { secretArn, consumerGroup }]),
    ) as Record<ApplicationName, { secretArn: pulumi.Output<string>; consumerGroup: string }>,
);
/** As declared, for whoever checks them. */
export const declaredTopics = topics;
