import { getConfluentStatus } from "../clients/aws";
import type { Environment } from "../environment";
import { readConfluentEndpoint } from "../init";
import type { StateResource } from "../pulumi/state";

export const environmentType = "confluentcloud:index/environment:Environment";
const clusterType = "confluentcloud:index/kafkaCluster:KafkaCluster";
const accountType = "confluentcloud:index/serviceAccount:ServiceAccount";
export const apiKeyType = "confluentcloud:index/apiKey:ApiKey";
/** What is read in the cluster itself, with the manager's key. Their ids begin with the cluster's: `lkc-a1b2c3/pulse.events`. */
const typesInCluster = ["confluentcloud:index/kafkaTopic:KafkaTopic", "confluentcloud:index/kafkaAcl:KafkaAcl"];

interface ConfluentResource {
    kind: "environment" | "cluster" | "service account";
    id: string;
    /** Its path in the Cloud API. */
    path: string;
}

interface ClusterReference {
    id: string;
    environment: { id: string };
}

/** The environments, clusters and service accounts in kafka's state, and those that exist already and its API keys are for. */
function listConfluentResources(resources: readonly StateResource[]): ConfluentResource[] {
    const clusters = resources.flatMap(({ type, id, inputs }): ClusterReference[] => {
        if (type === clusterType) return [{ ...(inputs as unknown as ClusterReference), id: id ?? "" }];
        return type === apiKeyType ? [inputs?.managedResource as ClusterReference] : [];
    });
    const listIds = (type: string) => resources.filter((each) => each.type === type).map(({ id = "" }) => id);
    const environments = [...listIds(environmentType), ...clusters.map(({ environment }) => environment.id)];
    const found: ConfluentResource[] = [
        ...environments.map((id) => ({ kind: "environment" as const, id, path: `/org/v2/environments/${id}` })),
        ...clusters.map(({ id, environment }) => ({
            kind: "cluster" as const,
            id,
            path: `/cmk/v2/clusters/${id}?environment=${environment.id}`,
        })),
        ...listIds(accountType).map((id) => ({
            kind: "service account" as const,
            id,
            path: `/iam/v2/service-accounts/${id}`,
        })),
    ];
    return [...new Map(found.map((each) => [each.path, each])).values()];
}

/**
 * The environments, clusters and service accounts of kafka's state that were deleted without Pulumi. Throws when the shell's Cloud
 * API key may not read one of them: Confluent's provider takes a 403 for "deleted" (terraform-provider-confluent,
 * internal/provider/utils.go `isNonKafkaRestApiResourceNotFound`), so a refresh with such a key would drop from the state what still
 * exists, and costs.
 *
 * Only an environment or a service account that is gone is a 404. A cluster, an API key or a role binding is a 403 as well, so
 * nothing can be told from it: a key that may read the former and not the latter is not noticed here.
 */
export async function findDeletedResources(
    env: Pick<Environment, "root" | "stack">,
    resources: readonly StateResource[],
): Promise<ConfluentResource[]> {
    const deleted: ConfluentResource[] = [];
    const hidden: string[] = [];
    for (const resource of listConfluentResources(resources)) {
        const status = await getConfluentStatus(readConfluentEndpoint(env.root, env.stack), resource.path);
        if (status === 403 && resource.kind !== "cluster") hidden.push(formatResource(resource));
        else if (status !== 200) deleted.push(resource);
    }
    if (hidden.length === 0) return deleted;
    throw new Error(
        `the Confluent Cloud API key ${process.env.CONFLUENT_CLOUD_API_KEY} may not read what is in kafka's state (status 403): ` +
            `${hidden.join(", ")}. Pulumi would take that for deleted and forget it. Nothing was changed. The key's owner needs ` +
            "the role OrganizationAdmin: export the key of someone who has it, and run the command again.",
    );
}

const formatResource = ({ kind, id }: ConfluentResource) => `${kind} ${id}`;

/** Throws unless all environments, clusters and service accounts of kafka's state exist: an update would find nothing to change. */
export async function assertNothingDeleted(
    env: Pick<Environment, "root" | "stack">,
    resources: readonly StateResource[],
): Promise<void> {
    const deleted = await findDeletedResources(env, resources);
    if (deleted.length > 0) throw new Error(formatDeletion(deleted));
}

/** Says what was deleted, and which command repairs the state. */
export const formatDeletion = (deleted: readonly ConfluentResource[]) =>
    `${deleted.map(formatResource).join(", ")} ${deleted.length > 1 ? "are" : "is"} in kafka's state, but deleted in Confluent Cloud: ` +
    "run ./devmin recover kafka, which removes from the state what is gone, then the same command again.";

/** The topics and ACLs of deleted clusters. No refresh can drop them: nobody has a key for their cluster any more. */
export function listStrandedResources(
    resources: readonly StateResource[],
    deleted: readonly ConfluentResource[],
): StateResource[] {
    const clusters = deleted.filter(({ kind }) => kind === "cluster").map(({ id }) => id);
    return listResourcesInClusters(resources).filter(({ id }) => clusters.some((each) => id?.startsWith(`${each}/`)));
}

export const listResourcesInClusters = (resources: readonly StateResource[]) =>
    resources.filter(({ type }) => typesInCluster.includes(type));

/** Whether the key with which topics and ACLs are read exists; false also when the state has none any more. */
export async function hasManagerKey(
    env: Pick<Environment, "root" | "stack">,
    resources: readonly StateResource[],
): Promise<boolean> {
    const urns = resources.flatMap(({ type, propertyDependencies }) =>
        type === "pulumi:providers:confluentcloud" ? (propertyDependencies?.kafkaApiKey ?? []) : [],
    );
    const key = resources.find(({ urn, type }) => type === apiKeyType && urns.includes(urn));
    if (!key) return false;
    const endpoint = readConfluentEndpoint(env.root, env.stack);
    return (await getConfluentStatus(endpoint, `/iam/v2/api-keys/${key.id}`)) === 200;
}

/** Returns the resources without some, and without references to those. */
export function removeResources<Resource extends Pick<StateResource, "urn" | "propertyDependencies">>(
    resources: readonly Resource[],
    removed: readonly Pick<StateResource, "urn">[],
): Resource[] {
    const urns = new Set(removed.map(({ urn }) => urn));
    const filterUrns = (list: readonly string[]) => list.filter((urn) => !urns.has(urn));
    return resources
        .filter(({ urn }) => !urns.has(urn))
        .map((resource) => {
            const { dependencies, propertyDependencies } = resource as Resource & { dependencies?: string[] };
            return {
                ...resource,
                ...(dependencies && { dependencies: filterUrns(dependencies) }),
                ...(propertyDependencies && {
                    propertyDependencies: Object.fromEntries(
                        Object.entries(propertyDependencies).map(([name, list]) => [name, filterUrns(list)]),
                    ),
                }),
            };
        });
}
