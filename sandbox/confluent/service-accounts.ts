import { deleteKeys } from "./api-keys";
import { type Call, find, page, Refusal, type Routes, required, text } from "./call";
import { crn } from "./crn";
import { dated, newId, touch } from "./state";

export const serviceAccounts: Routes = {
    "GET /iam/v2/service-accounts": (call) => {
        const names = call.query.getAll("display_name");
        const { state } = call.cloud;
        const ids = Object.keys(state.serviceAccounts).filter(
            (id) => !names.length || names.includes(state.serviceAccounts[id]?.display_name ?? ""),
        );
        return page(
            call,
            "iam/v2",
            "ServiceAccount",
            ids.map((id) => view(call, id)),
        );
    },

    "POST /iam/v2/service-accounts": async (call) => {
        const { state, save } = call.cloud;
        const display_name = freeName(call, required(call.body, "display_name"));
        const id = newId("sa");
        state.serviceAccounts[id] = { display_name, description: text(call.body, "description") ?? "", ...dated() };
        await save();
        return { status: 201, body: view(call, id) };
    },

    "GET /iam/v2/service-accounts/{id}": (call) => ({ status: 200, body: view(call, call.params.id ?? "") }),

    "PATCH /iam/v2/service-accounts/{id}": async (call) => {
        const id = call.params.id ?? "";
        const account = find(call.cloud.state.serviceAccounts, id, "Service account");
        const name = text(call.body, "display_name");
        if (name !== undefined && name !== account.display_name) account.display_name = freeName(call, name);
        account.description = text(call.body, "description") ?? account.description;
        touch(account);
        await call.cloud.save();
        return { status: 200, body: view(call, id) };
    },

    /** An account goes with its keys and roles; ACLs that name it stay in the cluster, as in Kafka they always do. */
    "DELETE /iam/v2/service-accounts/{id}": async ({ cloud, params: { id = "" } }) => {
        find(cloud.state.serviceAccounts, id, "Service account");
        const bindings = cloud.state.roleBindings;
        for (const key of Object.keys(bindings)) if (bindings[key]?.principal === `User:${id}`) delete bindings[key];
        await deleteKeys(cloud, (key) => key.owner === id);
        delete cloud.state.serviceAccounts[id];
        await cloud.save();
        await cloud.settle();
        return { status: 204 };
    },
};

function view({ cloud: { state, http } }: Call, id: string) {
    const { display_name, description, ...dates } = find(state.serviceAccounts, id, "Service account");
    const self = `${http}/iam/v2/service-accounts/${id}`;
    const metadata = { self, resource_name: crn.serviceAccount(state, id), ...dates };
    return { api_version: "iam/v2", kind: "ServiceAccount", id, metadata, display_name, description };
}

function freeName({ cloud: { state } }: Call, name: string) {
    const taken = Object.values(state.serviceAccounts).some(({ display_name }) => display_name === name);
    if (taken) throw new Refusal(409, "Service name is already in use.");
    return name;
}
