import type { ApiKeyArgs, ApiKeyState } from "@pulumi/confluentcloud";
import { type ConfluentCloud, defineConfluentType } from "./cloud";
import { waitUntilReady } from "./waits";

interface ObjectReference {
    id: string;
    kind: string;
    api_version?: string;
}

interface ApiKeyResponse {
    id: string;
    spec: {
        secret?: string;
        display_name?: string;
        description?: string;
        owner: ObjectReference;
        resource?: ObjectReference;
    };
}

const path = "/iam/v2/api-keys";
const toReference = ({ id, kind }: { id: string; kind: string }) => ({ id, kind, related: "", resource_name: "" });
const toPulumiReference = ({ id, kind, api_version = "" }: ObjectReference) => ({ id, kind, apiVersion: api_version });

/** An import names the environment, too: `env-1/KEY`, with the secret in API_KEY_SECRET. */
const parseKeyId = (id: string) => id.split("/").at(-1) as string;

export const apiKey = defineConfluentType<ApiKeyArgs, ApiKeyState>({
    replaceOnChanges: ["managedResource", "owner"],
    updatable: ["displayName", "description", "disableWaitForReady"],
    autoname: { property: "displayName" },
    defaults: { disableWaitForReady: false },
    /** Waits before it hands over id and secret, as the official provider does: a wait that fails leaves a key that no state has. */
    async create(cloud, { displayName, description, owner, managedResource, disableWaitForReady }) {
        const { id, spec } = await cloud.callCloudApi<ApiKeyResponse>("POST", path, {
            spec: {
                display_name: displayName,
                description: description ?? "",
                owner: toReference(owner),
                ...(managedResource && { resource: toReference(managedResource) }),
            },
        });
        if (!spec.secret)
            throw new Error(`the response for API key ${id} has no secret, and no other response has it.`);
        if (!disableWaitForReady) {
            const environment = managedResource?.environment?.id;
            const proof: KeyProof = managedResource
                ? { wait: "apiKeyCreate", url: await getTopicsUrl(cloud, managedResource.id, environment), times: 2 }
                : { wait: "cloudApiKeyCreate", url: `${cloud.endpoint}/org/v2/environments`, times: 1 };
            await waitUntilAccepted(cloud, { key: id, secret: spec.secret }, proof);
        }
        return { id, secret: spec.secret };
    },
    async update(cloud, id, { displayName, description }, old) {
        const spec = {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(description !== old.description && { description: description ?? "" }),
        };
        if (Object.keys(spec).length) await cloud.callCloudApi("PATCH", `${path}/${parseKeyId(id)}`, { spec });
    },
    async read(cloud, id, { managedResource, secret = process.env.API_KEY_SECRET }) {
        const seen = await cloud.callCloudApi<ApiKeyResponse>("GET", `${path}/${parseKeyId(id)}`);
        if (!seen) return undefined;
        const { resource, owner, display_name, description } = seen.spec;
        const environment =
            managedResource?.environment ?? (id.includes("/") ? { id: id.split("/")[0] ?? "" } : undefined);
        return {
            displayName: display_name,
            description,
            owner: toPulumiReference(owner),
            managedResource:
                resource && resource.kind !== "Cloud" ? { ...toPulumiReference(resource), environment } : undefined,
            secret,
        };
    },
    async delete(cloud, id) {
        await cloud.callCloudApi("DELETE", `${path}/${parseKeyId(id)}`);
    },
});

/** The URL at which a new key is tested, from the Cloud API and not from the program. */
async function getTopicsUrl(cloud: ConfluentCloud, cluster: string, environment: string | undefined): Promise<string> {
    const seen = await cloud.callCloudApi<{ spec: { http_endpoint?: string } }>(
        "GET",
        `/cmk/v2/clusters/${cluster}?environment=${environment}`,
    );
    if (!seen?.spec.http_endpoint)
        throw new Error(`cluster ${cluster} of ${environment} has no http_endpoint at which to test the key.`);
    return `${seen.spec.http_endpoint}/kafka/v3/clusters/${cluster}/topics`;
}

/** Where a new key is tested, and how often in a row it must be accepted. */
interface KeyProof {
    wait: "apiKeyCreate" | "cloudApiKeyCreate";
    url: string;
    times: number;
}

async function waitUntilAccepted(
    cloud: ConfluentCloud,
    key: { key: string; secret?: string },
    { wait, url, times }: KeyProof,
) {
    let inRow = 0;
    await waitUntilReady(
        wait,
        `API key ${key.key}`,
        async () => {
            const status = await cloud.getStatus(url, key);
            if (![200, 401, 403].includes(status)) throw new Error(`${url} answered ${status} to API key ${key.key}.`);
            inRow = status === 200 ? inRow + 1 : 0;
            if (inRow >= times) return { ready: true, value: undefined };
            return { ready: false, because: `the cluster answers ${status}` };
        },
        cloud.context,
    );
}
