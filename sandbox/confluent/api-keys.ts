import { type Call, type Cloud, field, find, page, Refusal, type Routes, required, text } from "./call";
import { crn } from "./crn";
import { proofOf } from "./logins";
import { type ApiKey, dated, newKeyId, newSecret, touch } from "./state";

/** An API key lets its owner into the broker: its id is the user name, its secret the password. */
export const apiKeys: Routes = {
    "GET /iam/v2/api-keys": (call) => {
        const owner = call.query.get("spec.owner");
        const resource = call.query.get("spec.resource");
        const ids = Object.entries(call.cloud.state.apiKeys)
            .filter(([, key]) => (!owner || key.owner === owner) && (!resource || key.cluster === resource))
            .map(([id]) => id);
        return page(
            call,
            "iam/v2",
            "ApiKey",
            ids.map((id) => view(call, id)),
        );
    },

    "POST /iam/v2/api-keys": async (call) => {
        const { state, save } = call.cloud;
        const owner = required(call.body, "spec.owner.id");
        find(state.serviceAccounts, owner, "Service account");
        const cluster = required(call.body, "spec.resource.id");
        if (!cluster.startsWith("lkc-")) {
            throw new Refusal(
                400,
                `spec.resource.id is ${cluster}; this local cloud makes keys for Kafka clusters (lkc-…) only.`,
            );
        }
        find(state.clusters, cluster, "Cluster");
        const secret = newSecret();
        const key: ApiKey = {
            display_name: text(call.body, "spec.display_name") ?? "",
            description: text(call.body, "spec.description") ?? "",
            owner,
            cluster,
            proof: proofOf(secret),
            ...dated(),
        };
        const id = newKeyId();
        state.apiKeys[id] = key;
        await save();
        const body = view(call, id);
        return { status: 201, body: { ...body, spec: { ...body.spec, secret } } };
    },

    "GET /iam/v2/api-keys/{id}": (call) => ({ status: 200, body: view(call, call.params.id ?? "") }),

    "PATCH /iam/v2/api-keys/{id}": async (call) => {
        const id = call.params.id ?? "";
        const key = find(call.cloud.state.apiKeys, id, "API key");
        for (const name of ["owner", "resource"]) {
            if (field(call.body, `spec.${name}`) !== undefined) {
                throw new Refusal(400, `spec.${name} of an API key cannot change; make a new key.`);
            }
        }
        key.display_name = text(call.body, "spec.display_name") ?? key.display_name;
        key.description = text(call.body, "spec.description") ?? key.description;
        touch(key);
        await call.cloud.save();
        return { status: 200, body: view(call, id) };
    },

    "DELETE /iam/v2/api-keys/{id}": async ({ cloud, params: { id = "" } }) => {
        find(cloud.state.apiKeys, id, "API key");
        await deleteKeys(cloud, (_, key) => key === id);
        return { status: 204 };
    },
};

/** From here on the broker refuses these keys; sessions they opened end when it asks for a new login, seconds later. */
export async function deleteKeys(cloud: Cloud, which: (key: ApiKey, id: string) => boolean) {
    const ids = Object.keys(cloud.state.apiKeys).filter((id) => which(find(cloud.state.apiKeys, id, "API key"), id));
    for (const id of ids) delete cloud.state.apiKeys[id];
    await cloud.save();
}

function view({ cloud: { state, http } }: Call, id: string) {
    const { display_name, description, owner, cluster, proof: _, ...dates } = find(state.apiKeys, id, "API key");
    const environment = find(state.clusters, cluster, "Cluster").environment;
    return {
        api_version: "iam/v2",
        kind: "ApiKey",
        id,
        metadata: { self: `${http}/iam/v2/api-keys/${id}`, resource_name: crn.apiKey(state, id), ...dates },
        spec: {
            display_name,
            description,
            owner: {
                id: owner,
                api_version: "iam/v2",
                kind: "ServiceAccount",
                related: `${http}/iam/v2/service-accounts/${owner}`,
                resource_name: crn.serviceAccount(state, owner),
            },
            resource: {
                id: cluster,
                api_version: "cmk/v2",
                kind: "Cluster",
                environment,
                related: `${http}/cmk/v2/clusters/${cluster}`,
                resource_name: crn.cluster(state, environment, cluster),
            },
        },
    };
}
