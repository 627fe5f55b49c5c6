import type { ServiceAccountArgs, ServiceAccountState } from "@pulumi/confluentcloud";
import { confluent } from "./cloud";

interface Answer {
    id: string;
    api_version?: string;
    kind?: string;
    display_name?: string;
    description?: string;
}

const path = "/iam/v2/service-accounts";

export const serviceAccount = confluent<ServiceAccountArgs, ServiceAccountState>({
    fixed: [],
    changeable: ["displayName", "description"],
    name: { property: "displayName", max: 64 },
    async create(cloud, { displayName: display_name, description }) {
        return { id: (await cloud.api<Answer>("POST", path, { display_name, description })).id };
    },
    async update(cloud, id, { displayName, description }, old) {
        await cloud.api("PATCH", `${path}/${id}`, {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(description !== old.description && { description: description ?? "" }),
        });
    },
    async read(cloud, id) {
        const seen = await cloud.api<Answer>("GET", `${path}/${id}`);
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
        await cloud.api("DELETE", `${path}/${id}`);
    },
});
