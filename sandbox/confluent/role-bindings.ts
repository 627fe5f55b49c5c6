import { type Call, find, notFound, page, Refusal, type Routes, required } from "./call";
import { crn } from "./crn";
import { roles } from "./rights";
import { dated, newId } from "./state";

export const roleBindings: Routes = {
    "GET /iam/v2/role-bindings": (call) => {
        const wanted = ["principal", "role_name", "crn_pattern"] as const;
        const ids = Object.entries(call.cloud.state.roleBindings)
            .filter(([, binding]) => wanted.every((name) => (call.query.get(name) ?? binding[name]) === binding[name]))
            .map(([id]) => id);
        return page(
            call,
            "iam/v2",
            "RoleBinding",
            ids.map((id) => view(call, id)),
        );
    },

    "POST /iam/v2/role-bindings": async (call) => {
        const { state, save, settle } = call.cloud;
        const asked = {
            principal: required(call.body, "principal"),
            role_name: required(call.body, "role_name"),
            crn_pattern: required(call.body, "crn_pattern"),
        };
        const account = /^User:(sa-\w+)$/.exec(asked.principal)?.[1];
        if (!account)
            throw new Refusal(400, `principal is ${asked.principal}; use User: and a service account's id (sa-…).`);
        find(state.serviceAccounts, account, "Service account");
        if (!Object.hasOwn(roles, asked.role_name)) {
            throw new Refusal(
                400,
                `role_name is ${asked.role_name}; this local cloud knows ${Object.keys(roles).join(", ")}.`,
            );
        }
        const scopes = Object.entries(state.clusters).map(([id, { environment }]) =>
            crn.cluster(state, environment, id),
        );
        if (!scopes.includes(asked.crn_pattern)) {
            throw notFound("The cluster of crn_pattern", asked.crn_pattern);
        }
        const same = Object.values(state.roleBindings).some(
            ({ principal, role_name, crn_pattern }) =>
                principal === asked.principal && role_name === asked.role_name && crn_pattern === asked.crn_pattern,
        );
        if (same) throw new Refusal(409, `${asked.principal} has the role ${asked.role_name} there already.`);
        const id = newId("rb");
        state.roleBindings[id] = { ...asked, ...dated() };
        await save();
        await settle();
        return { status: 201, body: view(call, id) };
    },

    "GET /iam/v2/role-bindings/{id}": (call) => ({ status: 200, body: view(call, call.params.id ?? "") }),

    "DELETE /iam/v2/role-bindings/{id}": async (call) => {
        const id = call.params.id ?? "";
        const body = view(call, id);
        delete call.cloud.state.roleBindings[id];
        await call.cloud.save();
        await call.cloud.settle();
        return { status: 200, body };
    },
};

function view({ cloud: { state, http } }: Call, id: string) {
    const { principal, role_name, crn_pattern, ...dates } = find(state.roleBindings, id, "Role binding");
    const metadata = { self: `${http}/iam/v2/role-bindings/${id}`, ...dates };
    return { api_version: "iam/v2", kind: "RoleBinding", id, metadata, principal, role_name, crn_pattern };
}
