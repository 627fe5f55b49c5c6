import type { EnvironmentArgs, EnvironmentState } from "@pulumi/confluentcloud";
import { defineConfluentType } from "./cloud";

interface EnvironmentResponse {
    id: string;
    display_name?: string;
    metadata?: { resource_name?: string };
    stream_governance_config?: { package?: string };
}

const path = "/org/v2/environments";

export const environment = defineConfluentType<EnvironmentArgs, EnvironmentState>({
    replaceOnChanges: [],
    updatable: ["displayName", "streamGovernance"],
    autoname: { property: "displayName" },
    computed: ["streamGovernance"],
    async create(cloud, { displayName: display_name, streamGovernance }) {
        const governance = streamGovernance && { stream_governance_config: { package: streamGovernance.package } };
        return {
            id: (await cloud.callCloudApi<EnvironmentResponse>("POST", path, { display_name, ...governance })).id,
        };
    },
    async update(cloud, id, { displayName, streamGovernance }, old) {
        await cloud.callCloudApi("PATCH", `${path}/${id}`, {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(streamGovernance?.package !== old.streamGovernance?.package && {
                stream_governance_config: { package: streamGovernance?.package },
            }),
        });
    },
    async read(cloud, id) {
        const seen = await cloud.callCloudApi<EnvironmentResponse>("GET", `${path}/${id}`);
        const governance = seen?.stream_governance_config?.package;
        return (
            seen && {
                displayName: seen.display_name,
                resourceName: seen.metadata?.resource_name,
                streamGovernance: governance ? { package: governance } : undefined,
            }
        );
    },
    async delete(cloud, id) {
        await cloud.callCloudApi("DELETE", `${path}/${id}`);
    },
});
