import { buildCrn } from "./crn";
import { hashSecret } from "./key-owner";
import { assertWithinQuota } from "./limits";
import {
    ApiError,
    buildPage,
    type EmulatorCall,
    type EmulatorContext,
    getItem,
    type Routes,
    readField,
    readRequiredString,
    readStringField,
} from "./request";
import { type ApiKey, createTimestamps, type EmulatorState, generateKeyId, generateSecret, touch } from "./state";

/**
 * API keys of Kafka clusters, whose id is the user name on the broker and whose secret is the password; and Cloud API keys, which
 * are made without a resource.
 */
export const apiKeys: Routes = {
    "GET /iam/v2/api-keys": (call) => {
        const owner = call.query.get("spec.owner");
        const resource = call.query.get("spec.resource");
        const ids = Object.entries(call.context.state.apiKeys)
            .filter(([, key]) => (!owner || key.owner === owner) && (!resource || key.cluster === resource))
            .map(([id]) => id);
        return buildPage(
            call,
            "iam/v2",
            "ApiKey",
            ids.map((id) => toApiKeyBody(call, id)),
        );
    },

    "POST /iam/v2/api-keys": async (call) => {
        const { state, save } = call.context;
        const owner = readRequiredString(call.body, "spec.owner.id");
        getItem(state.serviceAccounts, owner, "Service account");
        const cluster = readStringField(call.body, "spec.resource.id");
        if (cluster !== undefined && !cluster.startsWith("lkc-")) {
            throw new ApiError(
                400,
                `spec.resource.id is ${cluster}; the local cloud only has keys of Kafka clusters (lkc-…), and Cloud keys without a resource.`,
            );
        }
        if (cluster !== undefined) getItem(state.clusters, cluster, "Cluster");
        const ofSameScope = Object.values(state.apiKeys).filter(
            (key) => key.owner === owner && (key.cluster === undefined) === (cluster === undefined),
        );
        assertWithinQuota(cluster === undefined ? "cloudApiKeys" : "clusterApiKeys", ofSameScope.length);
        const secret = generateSecret();
        const key: ApiKey = {
            display_name: readStringField(call.body, "spec.display_name") ?? "",
            description: readStringField(call.body, "spec.description") ?? "",
            owner,
            cluster,
            proof: hashSecret(secret),
            ...createTimestamps(),
        };
        const id = generateKeyId();
        state.apiKeys[id] = key;
        await save();
        const body = toApiKeyBody(call, id);
        return { status: 201, body: { ...body, spec: { ...body.spec, secret } } };
    },

    "GET /iam/v2/api-keys/{id}": (call) => ({ status: 200, body: toApiKeyBody(call, call.params.id ?? "") }),

    "PATCH /iam/v2/api-keys/{id}": async (call) => {
        const id = call.params.id ?? "";
        const key = getItem(call.context.state.apiKeys, id, "API key");
        for (const name of ["owner", "resource"]) {
            if (readField(call.body, `spec.${name}`) !== undefined) {
                throw new ApiError(400, `spec.${name} of an API key cannot change; create a new key.`);
            }
        }
        key.display_name = readStringField(call.body, "spec.display_name") ?? key.display_name;
        key.description = readStringField(call.body, "spec.description") ?? key.description;
        touch(key);
        await call.context.save();
        return { status: 200, body: toApiKeyBody(call, id) };
    },

    "DELETE /iam/v2/api-keys/{id}": async ({ context, params: { id = "" } }) => {
        getItem(context.state.apiKeys, id, "API key");
        await deleteApiKeys(context, (_, key) => key === id);
        return { status: 204 };
    },
};

/** The broker refuses deleted keys at once, and ends their open sessions at the next reauthentication, seconds later. */
export async function deleteApiKeys(cloud: EmulatorContext, matches: (key: ApiKey, id: string) => boolean) {
    const ids = Object.keys(cloud.state.apiKeys).filter((id) =>
        matches(getItem(cloud.state.apiKeys, id, "API key"), id),
    );
    for (const id of ids) delete cloud.state.apiKeys[id];
    await cloud.save();
}

function toApiKeyBody({ context: { state, baseUrl } }: EmulatorCall, id: string) {
    const { display_name, description, owner, cluster, proof: _, ...dates } = getItem(state.apiKeys, id, "API key");
    return {
        api_version: "iam/v2",
        kind: "ApiKey",
        id,
        metadata: { self: `${baseUrl}/iam/v2/api-keys/${id}`, resource_name: buildCrn.apiKey(state, id), ...dates },
        spec: {
            display_name,
            description,
            owner: {
                id: owner,
                api_version: "iam/v2",
                kind: "ServiceAccount",
                related: `${baseUrl}/iam/v2/service-accounts/${owner}`,
                resource_name: buildCrn.serviceAccount(state, owner),
            },
            resource: cluster ? toClusterRef(state, baseUrl, cluster) : { id: "cloud", kind: "Cloud" },
        },
    };
}

function toClusterRef(state: EmulatorState, baseUrl: string, cluster: string) {
    const { environment } = getItem(state.clusters, cluster, "Cluster");
    return {
        id: cluster,
        api_version: "cmk/v2",
        kind: "Cluster",
        environment,
        related: `${baseUrl}/cmk/v2/clusters/${cluster}`,
        resource_name: buildCrn.cluster(state, environment, cluster),
    };
}
