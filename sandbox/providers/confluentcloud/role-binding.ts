import type { RoleBindingArgs, RoleBindingState } from "@pulumi/confluentcloud";
import { confluent } from "./cloud";

interface Answer {
    id: string;
    principal: string;
    role_name: string;
    crn_pattern: string;
}

const path = "/iam/v2/role-bindings";

export const roleBinding = confluent<RoleBindingArgs, RoleBindingState>({
    fixed: ["principal", "roleName", "crnPattern"],
    changeable: ["disableWaitForReady"],
    defaults: { disableWaitForReady: false },
    async create(cloud, { principal, roleName: role_name, crnPattern: crn_pattern }) {
        return { id: (await cloud.api<Answer>("POST", path, { principal, role_name, crn_pattern })).id };
    },
    async read(cloud, id) {
        const seen = await cloud.api<Answer>("GET", `${path}/${id}`);
        return (
            seen && {
                principal: seen.principal,
                roleName: seen.role_name,
                crnPattern: decodeURIComponent(seen.crn_pattern),
            }
        );
    },
    async delete(cloud, id) {
        await cloud.api("DELETE", `${path}/${id}`);
    },
});
