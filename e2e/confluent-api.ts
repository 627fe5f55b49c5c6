import { retryTooManyRequests } from "../util/retry-too-many-requests";
import { waitUntil } from "../util/wait-until";
import { buildExpectedName } from "./expected-name";
import type { Workspace } from "./workspace";

type ApiKeyPair = Record<"key" | "secret", string | undefined>;

/** GET from the Confluent API of the workspace's local cloud, with the key of the workspace's shell. */
export async function getFromConfluent<T>(workspace: Workspace, path: string): Promise<T> {
    return sendRequest(await readConfluentEndpoint(workspace), getCloudApiKey(workspace), "GET", path);
}

type ApiRequest = <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>;

/** Confluent Cloud without Pulumi, as from its console: the Cloud API, and the cluster as its administrator. */
export interface ManualSession {
    callCloudApi: ApiRequest;
    /** Paths are relative to the cluster's. */
    callKafkaRest: ApiRequest;
    clusterId: string;
    /** The service account with which Pulumi creates topics and ACLs. */
    managerId: string;
    /** Deletes the session's own key. */
    close(): Promise<void>;
}

/** Creates a key for kafka's manager account, for manual changes that Pulumi then finds. */
export async function openManualSession(workspace: Workspace): Promise<ManualSession> {
    const endpoint = await readConfluentEndpoint(workspace);
    const callCloudApi: ApiRequest = (method, path, body) =>
        sendRequest(endpoint, getCloudApiKey(workspace), method, path, body);
    const managerId = await getServiceAccountId(callCloudApi, "manager");
    const clusterId = (await workspace.run(["pulumi", "stack", "output", "clusterId", "-C", "kafka"], () => {})).trim();
    const spec = { display_name: "by hand", owner: { id: managerId }, resource: { id: clusterId } };
    const createdKey = await callCloudApi<{ id: string; spec: { secret: string } }>("POST", "/iam/v2/api-keys", {
        spec,
    });
    const key = { key: createdKey.id, secret: createdKey.spec.secret };
    return {
        callCloudApi,
        callKafkaRest: (method, path, body) =>
            sendRequest(endpoint, key, method, `/kafka/v3/clusters/${clusterId}${path}`, body),
        clusterId,
        managerId,
        close: () => callCloudApi("DELETE", `/iam/v2/api-keys/${createdKey.id}`),
    };
}

/** The id of one of kafka's service accounts. Throws if there is none. */
export async function getServiceAccountId(cloud: ApiRequest, name: string): Promise<string> {
    const displayName = buildExpectedName("kafka", name);
    const path = `/iam/v2/service-accounts?display_name=${displayName}`;
    const { data } = await cloud<{ data: { id: string }[] }>("GET", path);
    if (!data[0]) throw new Error(`there is no service account ${displayName}`);
    return data[0].id;
}

/** Resolves once a cluster is PROVISIONED: its broker is there. */
export async function waitUntilProvisioned(cloud: ApiRequest, environment: string, id: string): Promise<void> {
    const path = `/cmk/v2/clusters/${id}?environment=${environment}`;
    await waitUntil(
        `the cluster ${id} to be PROVISIONED`,
        async () => {
            const { phase } = (await cloud<{ status: { phase: string } }>("GET", path)).status;
            if (phase === "PROVISIONED") return { ready: true, value: undefined };
            return { ready: false, because: `it is ${phase}` };
        },
        { withinMs: 60_000, everyMs: 500 },
    );
}

export async function readConfluentEndpoint(workspace: Workspace): Promise<string> {
    const endpoint = await workspace.run(
        ["pulumi", "config", "get", "confluentcloud:endpoint", "-C", "kafka"],
        () => {},
    );
    return endpoint.trim();
}

const getCloudApiKey = ({ env }: Workspace): ApiKeyPair => ({
    key: env.CONFLUENT_CLOUD_API_KEY,
    secret: env.CONFLUENT_CLOUD_API_SECRET,
});

async function sendRequest<T>(
    endpoint: string,
    { key, secret }: ApiKeyPair,
    method: string,
    path: string,
    body?: object,
): Promise<T> {
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
    const response = await retryTooManyRequests(
        () => fetch(`${endpoint}${path}`, { method, headers: { authorization }, body: JSON.stringify(body) }),
        ({ status, headers }) => ({ status, retryAfter: headers.get("retry-after") }),
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
}
