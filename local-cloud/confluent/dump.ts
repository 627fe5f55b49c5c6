import { retryTooManyRequests } from "../../util/retry-too-many-requests";
import type { LocalCloud } from "../local-service";

const listPaths = {
    environments: "/org/v2/environments",
    clusters: "/cmk/v2/clusters",
    serviceAccounts: "/iam/v2/service-accounts",
    apiKeys: "/iam/v2/api-keys",
    roleBindings: "/iam/v2/role-bindings?role_name=CloudClusterAdmin&crn_pattern=crn://confluent.cloud/organization=",
};

type Item = { id: string } & Record<string, unknown>;

type Cluster = Item & { spec: { kafka_bootstrap_endpoint: string } };

/** The port of a cluster's broker for clients. */
export const getBrokerPort = ({ spec }: Cluster) => Number(spec.kafka_bootstrap_endpoint.split(":").at(-1));

/** All resources by id, from the list calls of the emulator's API, which return no secrets. */
export async function dumpConfluent({ ports, secrets }: LocalCloud) {
    const authorization = `Basic ${Buffer.from(`${secrets.cloudApiKey}:${secrets.cloudApiSecret}`).toString("base64")}`;
    const listAll = async <T extends Item = Item>(path: string): Promise<T[]> => {
        const url = `http://127.0.0.1:${ports.confluent}${path}${path.includes("?") ? "&" : "?"}page_size=100`;
        return listPages<T>(url, authorization);
    };
    const indexById = <T extends Item>(items: T[]) => Object.fromEntries(items.map((item) => [item.id, item]));
    const environments = await listAll(listPaths.environments);
    const clusters = await Promise.all(
        environments.map(({ id }) => listAll<Cluster>(`${listPaths.clusters}?environment=${id}`)),
    );
    return {
        environments: indexById(environments),
        clusters: indexById(clusters.flat()),
        serviceAccounts: indexById(await listAll(listPaths.serviceAccounts)),
        apiKeys: indexById(await listAll(listPaths.apiKeys)),
        roleBindings: indexById(await listAll(listPaths.roleBindings)),
    };
}

async function listPages<T>(url: string, authorization: string): Promise<T[]> {
    const response = await retryTooManyRequests(
        () => fetch(url, { headers: { authorization } }),
        ({ status, headers }) => ({ status, retryAfter: headers.get("retry-after") }),
    );
    if (!response.ok) throw new Error(`GET ${url} answers ${response.status}: ${await response.text()}`);
    const { data, metadata } = (await response.json()) as { data: T[]; metadata: { next?: string } };
    return metadata.next ? [...data, ...(await listPages<T>(metadata.next, authorization))] : data;
}
