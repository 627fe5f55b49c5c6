import type { ServiceAccountArgs, ServiceAccountState } from "@pulumi/confluentcloud";
import { defineConfluentType } from "./cloud";

interface ServiceAccountResponse {
    id: string;
    api_version?: string;
    kind?: string;
    display_name?: string;
    description?: string;
}

const path = "/iam/v2/service-accounts";

export const serviceAccount = defineConfluentType<ServiceAccountArgs, ServiceAccountState>({
    replaceOnChanges: [],
    updatable: ["displayName", "description"],
    autoname: { property: "displayName", maxLength: 64 },
    async create(cloud, { displayName: display_name, description }) {
        return {
            id: (await cloud.callCloudApi<ServiceAccountResponse>("POST", path, { display_name, description })).id,
        };
    },
    async update(cloud, id, { displayName, description }, old) {
        await cloud.callCloudApi("PATCH", `${path}/${id}`, {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(description !== old.description && { description: description ?? "" }),
        });
    },
    async read(cloud, id) {
        const seen = await cloud.callCloudApi<ServiceAccountResponse>("GET", `${path}/${id}`);
        return (
            seen && {
                displayName: seen.display_name,
                description: seen.description,
                apiVersion: seen.api_version,
                kind: seen.kind,
            }
        );
    },
    async delete(cloud, id) {
        await cloud.callCloudApi("DELETE", `${path}/${id}`);
    },
});
