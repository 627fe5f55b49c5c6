import { freePorts } from "../ports";
import { deleteKeys } from "./api-keys";
import { type Call, field, find, notFound, page, Refusal, type Routes, required, text } from "./call";
import { crn } from "./crn";
import { type Cluster, dated, newId, touch } from "./state";

/** A broker takes some 400 MB of memory. */
const most = 3;

export const clusters: Routes = {
    "GET /cmk/v2/clusters": (call) => {
        const environment = inEnvironment(call);
        const { state } = call.cloud;
        const ids = Object.keys(state.clusters).filter((id) => state.clusters[id]?.environment === environment);
        return page(
            call,
            "cmk/v2",
            "Cluster",
            ids.map((id) => view(call, id)),
        );
    },

    "POST /cmk/v2/clusters": async (call) => {
        const { state, save, brokers, provision } = call.cloud;
        const environment = required(call.body, "spec.environment.id");
        find(state.environments, environment, "Environment");
        const ids = Object.keys(state.clusters);
        if (ids.length >= most) {
            throw new Refusal(
                402,
                `This local cloud carries ${most} clusters at a time, as each has a broker of its own: delete one of ${ids.join(", ")} first.`,
            );
        }
        const [clients = 0, controller = 0] = await freePorts(2);
        const cluster: Cluster = {
            display_name: required(call.body, "spec.display_name"),
            environment,
            availability: oneOf(call.body, "spec.availability", ["SINGLE_ZONE", "LOW"]),
            cloud: oneOf(call.body, "spec.cloud", ["AWS", "GCP", "AZURE"]),
            region: required(call.body, "spec.region"),
            deletion_protection: field(call.body, "spec.deletion_protection") === true,
            ...basic(call.body),
            phase: "PROVISIONING",
            ports: { clients, controller },
            ...dated(),
        };
        const id = newId("lkc");
        state.clusters[id] = cluster;
        await save();
        await brokers.start(id, cluster.ports);
        void provision(id);
        return { status: 202, body: view(call, id) };
    },

    "GET /cmk/v2/clusters/{id}": (call) => {
        inEnvironment(call);
        return { status: 200, body: view(call, call.params.id ?? "") };
    },

    "PATCH /cmk/v2/clusters/{id}": async (call) => {
        const id = call.params.id ?? "";
        const cluster = find(call.cloud.state.clusters, id, "Cluster");
        const change = {
            ...(text(call.body, "spec.display_name") && { display_name: text(call.body, "spec.display_name") }),
            ...(field(call.body, "spec.deletion_protection") !== undefined && {
                deletion_protection: field(call.body, "spec.deletion_protection") === true,
            }),
            ...(field(call.body, "spec.config") !== undefined && basic(call.body)),
        };
        Object.assign(cluster, change);
        touch(cluster);
        await call.cloud.save();
        return { status: 200, body: view(call, id) };
    },

    /** A cluster goes with everything in it: its broker, its keys, the roles on it. */
    "DELETE /cmk/v2/clusters/{id}": async (call) => {
        const { cloud } = call;
        const id = call.params.id ?? "";
        inEnvironment(call);
        const cluster = find(cloud.state.clusters, id, "Cluster");
        if (cluster.deletion_protection) {
            throw new Refusal(409, `Cluster ${id} has deletion protection: set deletion_protection to false first.`);
        }
        await cloud.brokers.remove(id);
        const bindings = cloud.state.roleBindings;
        for (const key of Object.keys(bindings)) {
            if (bindings[key]?.crn_pattern.includes(`/cloud-cluster=${id}`)) delete bindings[key];
        }
        await deleteKeys(cloud, (key) => key.cluster === id);
        delete cloud.state.clusters[id];
        await cloud.save();
        return { status: 204 };
    },
};

function view({ cloud }: Call, id: string) {
    const { state, http } = cloud;
    const { created_at, updated_at, environment, max_ecku, phase, ports, ...spec } = find(
        state.clusters,
        id,
        "Cluster",
    );
    const name = crn.cluster(state, environment, id);
    return {
        api_version: "cmk/v2",
        kind: "Cluster",
        id,
        metadata: {
            self: `${http}/cmk/v2/clusters/${id}`,
            resource_name: `${name}/kafka=${id}`,
            created_at,
            updated_at,
        },
        spec: {
            ...spec,
            config: { kind: "Basic", ...(max_ecku && { max_ecku }) },
            kafka_bootstrap_endpoint: `SASL_SSL://127.0.0.1:${ports.clients}`,
            http_endpoint: http,
            environment: {
                id: environment,
                related: `${http}/org/v2/environments/${environment}`,
                resource_name: crn.environment(state, environment),
            },
        },
        status: { phase, cku: 0 },
    };
}

/** The environment a query must name; a cluster asked for in another one is not there. */
function inEnvironment({ cloud: { state }, query, params: { id } }: Call) {
    const environment = query.get("environment");
    if (!environment)
        throw new Refusal(400, "The query parameter environment is missing; name the cluster's environment.");
    if (id && find(state.clusters, id, "Cluster").environment !== environment) throw notFound("Cluster", id);
    return environment;
}

function basic(body: Record<string, unknown>): Pick<Cluster, "max_ecku"> {
    const kind = required(body, "spec.config.kind");
    if (!/^(cmk\.v2\.)?Basic$/.test(kind)) {
        throw new Refusal(400, `spec.config.kind is ${kind}; this local cloud has Basic clusters only.`);
    }
    const max = field(body, "spec.config.max_ecku");
    if (max === undefined) return {};
    if (!Number.isInteger(max) || (max as number) < 1 || (max as number) > 50) {
        throw new Refusal(400, `spec.config.max_ecku is ${max}; a Basic cluster may have 1 to 50.`);
    }
    return { max_ecku: max as number };
}

function oneOf(body: Record<string, unknown>, path: string, allowed: string[]) {
    const value = required(body, path);
    if (!allowed.includes(value)) {
        throw new Refusal(400, `${path} is ${value}; a Basic cluster may have ${allowed.join(", ")}.`);
    }
    return value;
}
