import { deleteApiKeys } from "./api-keys";
import { buildCrn } from "./crn";
import { assertServiceAccountField, assertWithinQuota } from "./limits";
import {
    ApiError,
    buildPage,
    type EmulatorCall,
    getItem,
    type Routes,
    readRequiredString,
    readStringField,
} from "./request";
import { createTimestamps, generateId, touch } from "./state";

export const serviceAccounts: Routes = {
    "GET /iam/v2/service-accounts": (call) => {
        const names = call.query.getAll("display_name");
        const { state } = call.context;
        const ids = Object.keys(state.serviceAccounts).filter(
            (id) => !names.length || names.includes(state.serviceAccounts[id]?.display_name ?? ""),
        );
        return buildPage(
            call,
            "iam/v2",
            "ServiceAccount",
            ids.map((id) => toServiceAccountBody(call, id)),
        );
    },

    "POST /iam/v2/service-accounts": async (call) => {
        const { state, save } = call.context;
        const display_name = assertNameAvailable(call, readRequiredString(call.body, "display_name"));
        const description = readDescription(call) ?? "";
        assertWithinQuota("serviceAccounts", Object.keys(state.serviceAccounts).length);
        const id = generateId("sa");
        state.serviceAccounts[id] = { display_name, description, ...createTimestamps() };
        await save();
        return { status: 201, body: toServiceAccountBody(call, id) };
    },

    "GET /iam/v2/service-accounts/{id}": (call) => ({
        status: 200,
        body: toServiceAccountBody(call, call.params.id ?? ""),
    }),

    "PATCH /iam/v2/service-accounts/{id}": async (call) => {
        const id = call.params.id ?? "";
        const account = getItem(call.context.state.serviceAccounts, id, "Service account");
        const name = readStringField(call.body, "display_name");
        if (name !== undefined && name !== account.display_name) account.display_name = assertNameAvailable(call, name);
        account.description = readDescription(call) ?? account.description;
        touch(account);
        await call.context.save();
        return { status: 200, body: toServiceAccountBody(call, id) };
    },

    /** Deletes an account with its keys and role bindings; ACLs that name it stay in the cluster, as always in Kafka. */
    "DELETE /iam/v2/service-accounts/{id}": async ({ context, params: { id = "" } }) => {
        getItem(context.state.serviceAccounts, id, "Service account");
        const bindings = context.state.roleBindings;
        for (const key of Object.keys(bindings)) if (bindings[key]?.principal === `User:${id}`) delete bindings[key];
        await deleteApiKeys(context, (key) => key.owner === id);
        delete context.state.serviceAccounts[id];
        await context.save();
        await context.syncRoleBindings();
        return { status: 204 };
    },
};

function toServiceAccountBody({ context: { state, baseUrl } }: EmulatorCall, id: string) {
    const { display_name, description, ...dates } = getItem(state.serviceAccounts, id, "Service account");
    const self = `${baseUrl}/iam/v2/service-accounts/${id}`;
    const metadata = { self, resource_name: buildCrn.serviceAccount(state, id), ...dates };
    return { api_version: "iam/v2", kind: "ServiceAccount", id, metadata, display_name, description };
}

function readDescription({ body }: EmulatorCall): string | undefined {
    const description = readStringField(body, "description");
    if (description !== undefined) assertServiceAccountField("description", description);
    return description;
}

function assertNameAvailable({ context: { state } }: EmulatorCall, name: string) {
    assertServiceAccountField("display_name", name);
    const isInUse = Object.values(state.serviceAccounts).some(({ display_name }) => display_name === name);
    if (isInUse) throw new ApiError(409, "Service name is already in use.");
    return name;
}
