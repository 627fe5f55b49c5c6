import { buildCrn } from "./crn";
import { assertWithinQuota } from "./limits";
import {
    ApiError,
    buildPage,
    createNotFoundError,
    type EmulatorCall,
    getItem,
    type Routes,
    readRequiredString,
} from "./request";
import { rolePermissions } from "./role-permissions";
import { createTimestamps, generateId } from "./state";

export const roleBindings: Routes = {
    "GET /iam/v2/role-bindings": (call) => {
        const wanted = ["principal", "role_name", "crn_pattern"] as const;
        const ids = Object.entries(call.context.state.roleBindings)
            .filter(([, binding]) => wanted.every((name) => (call.query.get(name) ?? binding[name]) === binding[name]))
            .map(([id]) => id);
        return buildPage(
            call,
            "iam/v2",
            "RoleBinding",
            ids.map((id) => toRoleBindingBody(call, id)),
        );
    },

    "POST /iam/v2/role-bindings": async (call) => {
        const { state, save, syncRoleBindings } = call.context;
        const requested = {
            principal: readRequiredString(call.body, "principal"),
            role_name: readRequiredString(call.body, "role_name"),
            crn_pattern: readRequiredString(call.body, "crn_pattern"),
        };
        const account = /^User:(sa-\w+)$/.exec(requested.principal)?.[1];
        if (!account)
            throw new ApiError(
                400,
                `principal is ${requested.principal}; use User: and a service account's id (sa-…).`,
            );
        getItem(state.serviceAccounts, account, "Service account");
        if (!Object.hasOwn(rolePermissions, requested.role_name)) {
            throw new ApiError(
                400,
                `role_name is ${requested.role_name}; the local cloud supports ${Object.keys(rolePermissions).join(", ")}.`,
            );
        }
        const scopes = Object.entries(state.clusters).map(([id, { environment }]) =>
            buildCrn.cluster(state, environment, id),
        );
        if (!scopes.includes(requested.crn_pattern)) {
            throw createNotFoundError("The cluster of crn_pattern", requested.crn_pattern);
        }
        const isDuplicate = Object.values(state.roleBindings).some(
            ({ principal, role_name, crn_pattern }) =>
                principal === requested.principal &&
                role_name === requested.role_name &&
                crn_pattern === requested.crn_pattern,
        );
        if (isDuplicate)
            throw new ApiError(409, `${requested.principal} already has the role ${requested.role_name} there.`);
        const inCluster = Object.values(state.roleBindings).filter(
            ({ crn_pattern }) => crn_pattern === requested.crn_pattern,
        );
        assertWithinQuota("roleBindings", inCluster.length);
        const id = generateId("rb");
        state.roleBindings[id] = { ...requested, ...createTimestamps() };
        await save();
        await syncRoleBindings();
        return { status: 201, body: toRoleBindingBody(call, id) };
    },

    "GET /iam/v2/role-bindings/{id}": (call) => ({ status: 200, body: toRoleBindingBody(call, call.params.id ?? "") }),

    "DELETE /iam/v2/role-bindings/{id}": async (call) => {
        const id = call.params.id ?? "";
        const body = toRoleBindingBody(call, id);
        delete call.context.state.roleBindings[id];
        await call.context.save();
        await call.context.syncRoleBindings();
        return { status: 200, body };
    },
};

function toRoleBindingBody({ context: { state, baseUrl } }: EmulatorCall, id: string) {
    const { principal, role_name, crn_pattern, ...dates } = getItem(state.roleBindings, id, "Role binding");
    const metadata = { self: `${baseUrl}/iam/v2/role-bindings/${id}`, ...dates };
    return { api_version: "iam/v2", kind: "RoleBinding", id, metadata, principal, role_name, crn_pattern };
}
