import { findFreePorts } from "../ports";
import { deleteApiKeys } from "./api-keys";
import { buildCrn } from "./crn";
import {
    ApiError,
    buildPage,
    createForbiddenError,
    type EmulatorCall,
    getItem,
    type Routes,
    readField,
    readRequiredString,
    readStringField,
} from "./request";
import { type Cluster, createTimestamps, generateId, touch } from "./state";

/** Each cluster has a broker, which takes some 400 MB of memory. */
const maxClusters = 3;

export const clusters: Routes = {
    "GET /cmk/v2/clusters": (call) => {
        const environment = requireEnvironment(call);
        const { state } = call.context;
        const ids = Object.keys(state.clusters).filter((id) => state.clusters[id]?.environment === environment);
        return buildPage(
            call,
            "cmk/v2",
            "Cluster",
            ids.map((id) => toClusterBody(call, id)),
        );
    },

    "POST /cmk/v2/clusters": async (call) => {
        const { state, save, brokers, provision } = call.context;
        const environment = readRequiredString(call.body, "spec.environment.id");
        getItem(state.environments, environment, "Environment");
        const ids = Object.keys(state.clusters);
        if (ids.length >= maxClusters) {
            throw new ApiError(
                402,
                `The local cloud has at most ${maxClusters} clusters, because each has its own broker: delete one of ${ids.join(", ")} first.`,
            );
        }
        const [clients = 0, controller = 0] = await findFreePorts(2);
        const cluster: Cluster = {
            display_name: readRequiredString(call.body, "spec.display_name"),
            environment,
            availability: readOneOf(call.body, "spec.availability", ["SINGLE_ZONE", "LOW"]),
            cloud: readOneOf(call.body, "spec.cloud", ["AWS", "GCP", "AZURE"]),
            region: readRequiredString(call.body, "spec.region"),
            deletion_protection: readField(call.body, "spec.deletion_protection") === true,
            ...parseBasicConfig(call.body),
            phase: "PROVISIONING",
            ports: { clients, controller },
            ...createTimestamps(),
        };
        const id = generateId("lkc");
        state.clusters[id] = cluster;
        await save();
        await brokers.start(id, cluster.ports);
        void provision(id);
        return { status: 202, body: toClusterBody(call, id) };
    },

    "GET /cmk/v2/clusters/{id}": (call) => {
        requireEnvironment(call);
        return { status: 200, body: toClusterBody(call, call.params.id ?? "") };
    },

    "PATCH /cmk/v2/clusters/{id}": async (call) => {
        const id = call.params.id ?? "";
        const cluster = getItem(call.context.state.clusters, id, "Cluster");
        const change = {
            ...(readStringField(call.body, "spec.display_name") && {
                display_name: readStringField(call.body, "spec.display_name"),
            }),
            ...(readField(call.body, "spec.deletion_protection") !== undefined && {
                deletion_protection: readField(call.body, "spec.deletion_protection") === true,
            }),
            ...(readField(call.body, "spec.config") !== undefined && parseBasicConfig(call.body)),
        };
        Object.assign(cluster, change);
        touch(cluster);
        await call.context.save();
        return { status: 200, body: toClusterBody(call, id) };
    },

    /** Deletes a cluster with its broker, its keys and the role bindings on it. */
    "DELETE /cmk/v2/clusters/{id}": async (call) => {
        const { context } = call;
        const id = call.params.id ?? "";
        requireEnvironment(call);
        const cluster = getItem(context.state.clusters, id, "Cluster");
        if (cluster.deletion_protection) {
            throw new ApiError(409, `Cluster ${id} has deletion protection: set deletion_protection to false first.`);
        }
        await context.brokers.remove(id);
        const bindings = context.state.roleBindings;
        for (const key of Object.keys(bindings)) {
            if (bindings[key]?.crn_pattern.includes(`/cloud-cluster=${id}`)) delete bindings[key];
        }
        await deleteApiKeys(context, (key) => key.cluster === id);
        delete context.state.clusters[id];
        await context.save();
        return { status: 204 };
    },
};

function toClusterBody({ context }: EmulatorCall, id: string) {
    const { state, baseUrl } = context;
    const { created_at, updated_at, environment, max_ecku, phase, ports, ...spec } = getItem(
        state.clusters,
        id,
        "Cluster",
    );
    const name = buildCrn.cluster(state, environment, id);
    return {
        api_version: "cmk/v2",
        kind: "Cluster",
        id,
        metadata: {
            self: `${baseUrl}/cmk/v2/clusters/${id}`,
            resource_name: `${name}/kafka=${id}`,
            created_at,
            updated_at,
        },
        spec: {
            ...spec,
            config: { kind: "Basic", ...(max_ecku && { max_ecku }) },
            // Deprecated in the real API in favour of `endpoints`, and still there.
            kafka_bootstrap_endpoint: `SASL_SSL://localhost:${ports.clients}`,
            http_endpoint: baseUrl,
            endpoints: {
                PUBLIC: {
                    kafka_bootstrap_endpoint: `localhost:${ports.clients}`,
                    http_endpoint: baseUrl,
                    connection_type: "PUBLIC",
                },
            },
            environment: {
                id: environment,
                related: `${baseUrl}/org/v2/environments/${environment}`,
                resource_name: buildCrn.environment(state, environment),
            },
        },
        status: { phase, cku: 0 },
    };
}

/** The environment that the query must name. Throws 403 for a cluster of another environment, as for one that is gone. */
function requireEnvironment({ context: { state }, query, params: { id } }: EmulatorCall) {
    const environment = query.get("environment");
    if (!environment)
        throw new ApiError(400, "The query parameter environment is missing; name the cluster's environment.");
    if (id && getItem(state.clusters, id, "Cluster").environment !== environment) throw createForbiddenError();
    return environment;
}

function parseBasicConfig(body: Record<string, unknown>): Pick<Cluster, "max_ecku"> {
    const kind = readRequiredString(body, "spec.config.kind");
    if (!/^(cmk\.v2\.)?Basic$/.test(kind)) {
        throw new ApiError(400, `spec.config.kind is ${kind}; the local cloud only has Basic clusters.`);
    }
    const max = readField(body, "spec.config.max_ecku");
    if (max === undefined) return {};
    if (!Number.isInteger(max) || (max as number) < 1 || (max as number) > 50) {
        throw new ApiError(400, `spec.config.max_ecku is ${max}; a Basic cluster may have 1 to 50.`);
    }
    return { max_ecku: max as number };
}

function readOneOf(body: Record<string, unknown>, path: string, allowed: string[]) {
    const value = readRequiredString(body, path);
    if (!allowed.includes(value)) {
        throw new ApiError(400, `${path} is ${value}; a Basic cluster may have ${allowed.join(", ")}.`);
    }
    return value;
}
