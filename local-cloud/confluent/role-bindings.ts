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
import { createTimestamps, type EmulatorState, generateId, type RoleBinding } from "./state";

/** The organization's administrator, who has the Cloud API key: in each list, and not to be deleted. */
const buildAdministrator = (state: EmulatorState): Record<string, RoleBinding> => ({
    "rb-admin1": {
        principal: "User:u-admin1",
        role_name: "OrganizationAdmin",
        crn_pattern: buildCrn.organization(state),
        created_at: "2026-01-01T00:00:00Z",
        updated_at: "2026-01-01T00:00:00Z",
    },
});

export const roleBindings: Routes = {
    "GET /iam/v2/role-bindings": (call) => {
        const { state, isAdministrator } = call.context;
        const scope = call.query.get("crn_pattern");
        if (!scope) throw new ApiError(400, "The query parameter crn_pattern is missing; name the scope to search.");
        const exact = ["principal", "role_name"] as const;
        const bindings = { ...(isAdministrator && buildAdministrator(state)), ...state.roleBindings };
        const found = Object.entries(bindings)
            .filter(([, { crn_pattern }]) => crn_pattern.startsWith(scope))
            .filter(([, binding]) => exact.every((name) => (call.query.get(name) ?? binding[name]) === binding[name]));
        return buildPage(
            call,
            "iam/v2",
            "RoleBinding",
            found.map(([id, binding]) => toRoleBindingBody(call, id, binding)),
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

function toRoleBindingBody(
    { context: { state, baseUrl } }: EmulatorCall,
    id: string,
    { principal, role_name, crn_pattern, ...dates } = getItem(state.roleBindings, id, "Role binding"),
) {
    const metadata = { self: `${baseUrl}/iam/v2/role-bindings/${id}`, ...dates };
    return { api_version: "iam/v2", kind: "RoleBinding", id, metadata, principal, role_name, crn_pattern };
}
