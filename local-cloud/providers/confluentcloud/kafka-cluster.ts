import type { KafkaClusterArgs, KafkaClusterState } from "@pulumi/confluentcloud";
import { type ConfluentCloud, defineConfluentType } from "./cloud";
import { waitUntilReady } from "./waits";

interface KafkaClusterResponse {
    id: string;
    api_version?: string;
    kind?: string;
    metadata?: { resource_name?: string };
    spec: {
        display_name?: string;
        availability?: string;
        cloud?: string;
        region?: string;
        deletion_protection?: boolean;
        config: { kind: string; max_ecku?: number };
        kafka_bootstrap_endpoint?: string;
        http_endpoint?: string;
        endpoints?: Record<
            string,
            { kafka_bootstrap_endpoint: string; http_endpoint: string; connection_type: string }
        >;
        environment: { id: string };
    };
    status?: { phase?: string };
}

const path = "/cmk/v2/clusters";
const toReference = (id: string) => ({ id, related: "", resource_name: "" });

/** A cluster is read with its environment; an import names it: `env-1/lkc-1`. */
const parseClusterId = (id: string, environment: string | undefined): [string, string] => {
    const [first = "", second] = id.split("/");
    return second ? [second, first] : [first, environment ?? ""];
};
const findCluster = (cloud: ConfluentCloud, id: string, environment: string) =>
    cloud.callCloudApi<KafkaClusterResponse>("GET", `${path}/${id}?environment=${environment}`);

export const kafkaCluster = defineConfluentType<KafkaClusterArgs, KafkaClusterState>({
    replaceOnChanges: ["availability", "cloud", "region", "environment"],
    updatable: ["displayName", "basic", "deletionProtection"],
    autoname: { property: "displayName" },
    computed: ["deletionProtection"],
    async create(cloud, inputs) {
        if (!inputs.basic) throw new Error("basic is not set; the local cloud only has Basic clusters: set basic: {}.");
        const { maxEcku: max_ecku } = inputs.basic;
        const made = await cloud.callCloudApi<KafkaClusterResponse>("POST", path, {
            spec: {
                display_name: inputs.displayName,
                availability: inputs.availability,
                cloud: inputs.cloud,
                region: inputs.region,
                config: { kind: "Basic", ...(max_ecku !== undefined && { max_ecku }) },
                environment: toReference(inputs.environment.id),
                ...(inputs.deletionProtection && { deletion_protection: true }),
            },
        });
        return { id: made.id };
    },
    async finalize(cloud, id, { environment }, old) {
        if (old) return;
        await waitUntilProvisioned(cloud, "clusterCreate", `cluster ${id}`, () =>
            findCluster(cloud, id, environment.id),
        );
        const environmentResponse = await cloud.callCloudApi("GET", `/org/v2/environments/${environment.id}`);
        if (!environmentResponse?.stream_governance_config) return;
        const registries = `/srcm/v3/clusters?environment=${environment.id}&page_size=99`;
        await waitUntilProvisioned(
            cloud,
            "schemaRegistryCreate",
            `the schema registry of ${environment.id}`,
            async () => {
                const { data = [] } = (await cloud.callCloudApi<{ data?: PhaseResponse[] }>("GET", registries)) ?? {};
                return data[0] ?? { status: { phase: "PROVISIONING" } };
            },
        );
    },
    async update(cloud, id, { displayName, basic, deletionProtection, environment: { id: environment } }, old) {
        const patch = (change: object) =>
            cloud.callCloudApi("PATCH", `${path}/${id}`, {
                spec: { environment: toReference(environment), ...change },
            });
        const change = {
            ...(displayName !== old.displayName && { display_name: displayName }),
            ...(basic?.maxEcku !== old.basic?.maxEcku && { config: { kind: "Basic", max_ecku: basic?.maxEcku } }),
        };
        if (Object.keys(change).length) await patch(change);
        if (Boolean(deletionProtection) !== Boolean(old.deletionProtection)) {
            await patch({ deletion_protection: Boolean(deletionProtection) });
        }
    },
    async read(cloud, id, known) {
        const [cluster, environment] = parseClusterId(id, known.environment?.id);
        const seen = await findCluster(cloud, cluster, environment);
        return (
            seen && {
                apiVersion: seen.api_version,
                kind: seen.kind,
                availability: isSameAvailability(known.availability, seen.spec.availability)
                    ? known.availability
                    : seen.spec.availability,
                cloud: seen.spec.cloud,
                region: seen.spec.region,
                displayName: seen.spec.display_name,
                deletionProtection: seen.spec.deletion_protection ?? false,
                environment: { id: seen.spec.environment.id },
                basic: /Basic$/.test(seen.spec.config.kind) ? { maxEcku: seen.spec.config.max_ecku } : undefined,
                bootstrapEndpoint: seen.spec.kafka_bootstrap_endpoint,
                restEndpoint: seen.spec.http_endpoint,
                rbacCrn: seen.metadata?.resource_name?.split("/kafka=")[0],
                endpoints: Object.entries(seen.spec.endpoints ?? {}).map(([accessPointId, endpoint]) => ({
                    accessPointId,
                    bootstrapEndpoint: endpoint.kafka_bootstrap_endpoint,
                    restEndpoint: endpoint.http_endpoint,
                    connectionType: endpoint.connection_type,
                })),
            }
        );
    },
    async delete(cloud, id, { environment }) {
        const [cluster, where] = parseClusterId(id, environment?.id);
        await cloud.callCloudApi("DELETE", `${path}/${cluster}?environment=${where}`);
        await waitUntilReady(
            "clusterDelete",
            `deletion of cluster ${cluster}`,
            async () =>
                (await findCluster(cloud, cluster, where))
                    ? { ready: false, because: "it still answers" }
                    : { ready: true, value: undefined },
            cloud.context,
        );
    },
});

/** Confluent Cloud may answer with the newer word for an availability: no change. Source: the official resource's DiffSuppressFunc. */
const isSameAvailability = (known = "", seen = "") =>
    [
        ["SINGLE_ZONE", "LOW"],
        ["MULTI_ZONE", "HIGH"],
    ].some((words) => words.includes(known) && words.includes(seen));

interface PhaseResponse {
    status?: { phase?: string };
}

async function waitUntilProvisioned(
    cloud: ConfluentCloud,
    wait: "clusterCreate" | "schemaRegistryCreate",
    what: string,
    fetchPhase: () => Promise<PhaseResponse | undefined>,
): Promise<void> {
    await waitUntilReady(
        wait,
        what,
        async () => {
            const phase = (await fetchPhase())?.status?.phase;
            if (phase === "PROVISIONED") return { ready: true, value: undefined };
            if (phase !== "PROVISIONING") throw new Error(`${what} is ${phase ?? "gone"} and will not become ready.`);
            return { ready: false, because: "it is still PROVISIONING" };
        },
        cloud.context,
    );
}
