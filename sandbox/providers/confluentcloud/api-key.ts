import type { ApiKeyArgs, ApiKeyState } from "@pulumi/confluentcloud";
import { untilReady } from "../wait";
import { type Confluent, confluent } from "./cloud";

interface Owned {
    id: string;
    kind: string;
    api_version?: string;
}

interface Answer {
    id: string;
    spec: { secret?: string; display_name?: string; description?: string; owner: Owned; resource?: Owned };
}

const path = "/iam/v2/api-keys";
const reference = ({ id, kind }: { id: string; kind: string }) => ({ id, kind, related: "", resource_name: "" });
const seenAs = ({ id, kind, api_version = "" }: Owned) => ({ id, kind, apiVersion: api_version });

/** An import names the environment too: `env-1/KEY`, with the secret in API_KEY_SECRET. */
const keyOf = (id: string) => id.split("/").at(-1) as string;

export const apiKey = confluent<ApiKeyArgs, ApiKeyState>({
    fixed: ["managedResource", "owner"],
    changeable: ["displayName", "description", "disableWaitForReady"],
    name: { property: "displayName" },
    defaults: { disableWaitForReady: false },
    async create(cloud, { displayName, description, owner, managedResource }) {
        const { id, spec } = await cloud.api<Answer>("POST", path, {
            spec: {
                display_name: displayName,
                description: description ?? "",
                owner: reference(owner),
                ...(managedResource && { resource: reference(managedResource) }),
            },
        });
        if (!spec.secret) throw new Error(`the answer for API key ${id} has no secret, and it is never told again.`);
        return { id, secret: spec.secret };
    },
    async settle(cloud, id, { managedResource, disableWaitForReady }, old, { secret }) {
        if (old || disableWaitForReady) return;
        const url = managedResource
            ? await topicsOf(cloud, managedResource.id, managedResource.environment?.id)
            : `${cloud.endpoint}/org/v2/environments`;
        await accepted(cloud, url, { key: id, secret }, managedResource ? 2 : 1);
    },
    async update(cloud, id, { displayName, description }, old) {
        const spec = {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(description !== old.description && { description: description ?? "" }),
        };
        if (Object.keys(spec).length) await cloud.api("PATCH", `${path}/${keyOf(id)}`, { spec });
    },
    async read(cloud, id, { managedResource, secret = process.env.API_KEY_SECRET }) {
        const seen = await cloud.api<Answer>("GET", `${path}/${keyOf(id)}`);
        if (!seen) return undefined;
        const { resource, owner, display_name, description } = seen.spec;
        const environment =
            managedResource?.environment ?? (id.includes("/") ? { id: id.split("/")[0] ?? "" } : undefined);
        return {
            displayName: display_name,
            description,
            owner: seenAs(owner),
            managedResource: resource && resource.kind !== "Cloud" ? { ...seenAs(resource), environment } : undefined,
            secret,
        };
    },
    async delete(cloud, id) {
        await cloud.api("DELETE", `${path}/${keyOf(id)}`);
    },
});

/** Where a new key is tried out is what the Cloud API says of the cluster, not what the program says. */
async function topicsOf(cloud: Confluent, cluster: string, environment: string | undefined): Promise<string> {
    const seen = await cloud.api<{ spec: { http_endpoint?: string } }>(
        "GET",
        `/cmk/v2/clusters/${cluster}?environment=${environment}`,
    );
    if (!seen?.spec.http_endpoint)
        throw new Error(`cluster ${cluster} of ${environment} has no http_endpoint to try the key on.`);
    return `${seen.spec.http_endpoint}/kafka/v3/clusters/${cluster}/topics`;
}

async function accepted(cloud: Confluent, url: string, key: { key: string; secret?: string }, times: number) {
    let inRow = 0;
    await untilReady(
        `API key ${key.key}`,
        async () => {
            const status = await cloud.status(url, key);
            if (![200, 401, 403].includes(status))
                throw new Error(`API key ${key.key} was answered ${status} by ${url}.`);
            inRow = status === 200 ? inRow + 1 : 0;
            if (inRow >= times) return { ready: true, value: undefined };
            return { ready: false, because: `it is answered ${status}` };
        },
        cloud.call,
        { everyMs: 200 },
    );
}
