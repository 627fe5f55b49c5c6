import { buildNamePrefix } from "../../lib/names";
import { type ConfluentApiKey, callConfluentApi } from "../clients/aws";
import { readConfluentEndpoint } from "../init";
import { listAllPages } from "../recovery/find-by-name";
import { listApiKeys } from "../recovery/orphaned-keys";
import type { FoundResource, ListContext, Lister } from "./found-resource";

const accountType = "confluentcloud:index/serviceAccount:ServiceAccount";
const clusterType = "confluentcloud:index/kafkaCluster:KafkaCluster";
const environmentType = "confluentcloud:index/environment:Environment";

/** The clusters in the layer's own environment; an environment that it only uses has others' as well. */
export const listClusters: Lister = async ({ env, resources }) => {
    const endpoint = readConfluentEndpoint(env.root, env.stack);
    const environments = resources.filter(({ type, external }) => type === environmentType && !external);
    const found = environments.map(({ id }) =>
        listAllPages<{ id: string }>(endpoint, `/cmk/v2/clusters?environment=${id}&page_size=99`),
    );
    return (await Promise.all(found)).flat().map(({ id }) => ({ kind: "cluster", id }));
};

/** The service accounts with the layer's names. */
export const listServiceAccounts: Lister = async ({ env, layer }) => {
    const prefix = buildNamePrefix({ ...env, layer });
    const accounts = await listAllPages<{ id: string; display_name: string }>(
        readConfluentEndpoint(env.root, env.stack),
        "/iam/v2/service-accounts?page_size=99",
    );
    return accounts
        .filter(({ display_name }) => display_name.startsWith(prefix))
        .map(({ id }) => ({ kind: "service account", id }));
};

/** The API keys of the layer's service accounts. */
export const listKeys: Lister = async ({ env, resources }) => {
    const accounts = resources.filter(({ type }) => type === accountType).map(({ id }) => id);
    return (await listApiKeys(env))
        .filter(({ owner }) => accounts.includes(owner))
        .map(({ id }) => ({ kind: "API key", id }));
};

interface KafkaAcl {
    resource_type: string;
    resource_name: string;
    pattern_type: string;
    principal: string;
    host: string;
    operation: string;
    permission: string;
}

/**
 * The topics and ACLs of the layer's own cluster, read as its manager: no application sees those of others. In a cluster that the
 * layer only uses, others have theirs.
 */
export const listClusterContents: Lister = async (context) => {
    const isOwn = context.resources.some(({ type, external }) => type === clusterType && !external);
    const manager = isOwn ? await readManager(context) : undefined;
    if (!manager) return [];
    const { endpoint, cluster, apiKey } = manager;
    const list = async <Item>(collection: string) =>
        (await callConfluentApi<{ data: Item[] }>(endpoint, `/kafka/v3/clusters/${cluster}/${collection}`, apiKey))
            .data;
    // Those of managed services, such as Schema Registry's, begin with an underscore.
    const topics = (await list<{ topic_name: string; is_internal: boolean }>("topics")).filter(
        ({ is_internal, topic_name }) => !is_internal && !topic_name.startsWith("_"),
    );
    const acls = await list<KafkaAcl>("acls");
    return [
        ...topics.map(({ topic_name }): FoundResource => ({ kind: "topic", id: `${cluster}/${topic_name}` })),
        ...acls.map((acl): FoundResource => ({ kind: "ACL", id: `${cluster}/${formatAcl(acl)}` })),
    ];
};

/** As the provider's ids have it. */
const formatAcl = (acl: KafkaAcl) =>
    [
        ...[acl.resource_type, acl.resource_name, acl.pattern_type, acl.principal],
        ...[acl.host, acl.operation, acl.permission],
    ].join("#");

/** A secret value in a state that was exported with its secrets. */
interface ExportedSecret {
    plaintext: string;
}

/** The connection of the provider that manages the cluster; undefined before there is one. The auditor may decrypt its key. */
async function readManager({ env, pulumi }: ListContext) {
    const exported = await pulumi("kafka", ["stack", "export", "--show-secrets", "--stack", env.stack]);
    const { resources = [] }: { resources?: { type: string; inputs?: Record<string, unknown> }[] } =
        JSON.parse(exported).deployment;
    const inputs = resources.find(
        ({ type, inputs: each }) => type === "pulumi:providers:confluentcloud" && each?.kafkaApiKey,
    )?.inputs;
    if (!inputs) return undefined;
    const [key, secret] = [inputs.kafkaApiKey, inputs.kafkaApiSecret].map((value) =>
        JSON.parse((value as ExportedSecret).plaintext),
    );
    return {
        endpoint: inputs.kafkaRestEndpoint as string,
        cluster: inputs.kafkaId as string,
        apiKey: { key, secret } as ConfluentApiKey,
    };
}
