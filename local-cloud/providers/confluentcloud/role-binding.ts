import type { RoleBindingArgs, RoleBindingState } from "@pulumi/confluentcloud";
import { defineConfluentType } from "./cloud";
import { waitFor } from "./waits";

interface RoleBindingResponse {
    id: string;
    principal: string;
    role_name: string;
    crn_pattern: string;
}

const path = "/iam/v2/role-bindings";

export const roleBinding = defineConfluentType<RoleBindingArgs, RoleBindingState>({
    replaceOnChanges: ["principal", "roleName", "crnPattern"],
    updatable: ["disableWaitForReady"],
    defaults: { disableWaitForReady: false },
    async create(cloud, { principal, roleName: role_name, crnPattern: crn_pattern, disableWaitForReady }) {
        const body = { principal, role_name, crn_pattern };
        const { id } = await cloud.callCloudApi<RoleBindingResponse>("POST", path, body);
        if (!disableWaitForReady) await waitFor("roleBindingCreate", cloud.context);
        return { id };
    },
    async read(cloud, id) {
        const seen = await cloud.callCloudApi<RoleBindingResponse>("GET", `${path}/${id}`);
        return (
            seen && {
                principal: seen.principal,
                roleName: seen.role_name,
                crnPattern: decodeURIComponent(seen.crn_pattern),
            }
        );
    },
    async delete(cloud, id) {
        await cloud.callCloudApi("DELETE", `${path}/${id}`);
    },
});
