import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type AwsClients, callConfluentApi } from "../clients/aws";
import type { Environment } from "../environment";
import { readConfluentEndpoint } from "../init";
import type { DiscoveredResource } from "./find-by-tags";

const typesByKind = {
    environment: "confluentcloud:index/environment:Environment",
    cluster: "confluentcloud:index/kafkaCluster:KafkaCluster",
    account: "confluentcloud:index/serviceAccount:ServiceAccount",
    secret: "aws:secretsmanager/secret:Secret",
};

/**
 * A resource of these types that is not listed has not been created. API keys are not among them: their secret is shown only
 * once, so one that is found cannot be imported.
 */
export const typesFoundByName: readonly string[] = Object.values(typesByKind);

/** The clouds' resources of the types that kafka creates by name and that get a generated id; includes those of others. */
export async function listByName(env: Environment, aws: AwsClients): Promise<DiscoveredResource[]> {
    const lists = [listConfluentResources(readConfluentEndpoint(env.root, env.stack)), listSecrets(aws)];
    return (await Promise.all(lists)).flat();
}

interface NamedItem {
    id: string;
    display_name?: string;
    spec?: { display_name: string };
}

interface ConfluentPage<Item> {
    data: Item[];
    metadata: { next?: string };
}

async function listConfluentResources(endpoint: string): Promise<DiscoveredResource[]> {
    const list = async (type: string, path: string): Promise<DiscoveredResource[]> =>
        (await listAllPages<NamedItem>(endpoint, path)).map(({ id, display_name, spec }) => ({
            id,
            type,
            name: display_name ?? spec?.display_name,
        }));
    const environments = await list(typesByKind.environment, "/org/v2/environments?page_size=99");
    const clusters = environments.map(({ id }) =>
        list(typesByKind.cluster, `/cmk/v2/clusters?environment=${id}&page_size=99`),
    );
    const accounts = await list(typesByKind.account, "/iam/v2/service-accounts?page_size=99");
    return [...environments, ...(await Promise.all(clusters)).flat(), ...accounts];
}

/** Reads a list of the Cloud API whole; `path` names the size of a page. */
export async function listAllPages<Item>(endpoint: string, path: string): Promise<Item[]> {
    const { data, metadata }: ConfluentPage<Item> = await callConfluentApi(endpoint, path);
    const next = metadata.next && new URL(metadata.next);
    return next ? [...data, ...(await listAllPages<Item>(endpoint, next.pathname + next.search))] : data;
}

async function listSecrets(aws: AwsClients): Promise<DiscoveredResource[]> {
    const secrets: DiscoveredResource[] = [];
    for await (const { SecretList = [] } of paginateListSecrets({ client: aws.create(SecretsManagerClient) }, {})) {
        secrets.push(...SecretList.map(({ ARN = "", Name }) => ({ id: ARN, type: typesByKind.secret, name: Name })));
    }
    return secrets;
}
