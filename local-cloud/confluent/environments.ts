import { buildCrn } from "./crn";
import { assertEnvironmentName, assertStreamGovernancePackage, assertWithinQuota } from "./limits";
import {
    ApiError,
    buildPage,
    type EmulatorCall,
    getItem,
    type Routes,
    readField,
    readRequiredString,
    readStringField,
} from "./request";
import { type ConfluentEnvironment, createTimestamps, generateId, touch } from "./state";

export const environments: Routes = {
    "GET /org/v2/environments": (call) =>
        buildPage(
            call,
            "org/v2",
            "Environment",
            Object.keys(call.context.state.environments).map((id) => toEnvironmentBody(call, id)),
        ),

    "POST /org/v2/environments": async (call) => {
        const { state, save } = call.context;
        const display_name = assertNameAvailable(call, readRequiredString(call.body, "display_name"));
        const governance = parseStreamGovernance(call);
        assertWithinQuota("environments", Object.keys(state.environments).length);
        const id = generateId("env");
        state.environments[id] = { display_name, ...governance, ...createTimestamps() };
        await save();
        return { status: 201, body: toEnvironmentBody(call, id) };
    },

    "GET /org/v2/environments/{id}": (call) => ({ status: 200, body: toEnvironmentBody(call, call.params.id ?? "") }),

    "PATCH /org/v2/environments/{id}": async (call) => {
        const id = call.params.id ?? "";
        const environment = getItem(call.context.state.environments, id, "Environment");
        const name = readStringField(call.body, "display_name");
        const governance = parseStreamGovernance(call);
        if (name !== undefined && name !== environment.display_name)
            environment.display_name = assertNameAvailable(call, name);
        Object.assign(environment, governance);
        touch(environment);
        await call.context.save();
        return { status: 200, body: toEnvironmentBody(call, id) };
    },

    "DELETE /org/v2/environments/{id}": async ({ context, params: { id = "" } }) => {
        getItem(context.state.environments, id, "Environment");
        const inside = Object.keys(context.state.clusters).filter(
            (key) => context.state.clusters[key]?.environment === id,
        );
        if (inside.length) {
            throw new ApiError(
                409,
                `Environment ${id} is not empty: delete its clusters first (${inside.join(", ")}).`,
            );
        }
        delete context.state.environments[id];
        await context.save();
        return { status: 204 };
    },

    "GET /org/v2/organizations": (call) => {
        const { state, baseUrl } = call.context;
        const id = state.organization;
        const metadata = { self: `${baseUrl}/org/v2/organizations/${id}`, resource_name: buildCrn.organization(state) };
        const organization = { api_version: "org/v2", kind: "Organization", id, metadata, display_name: "local" };
        return buildPage(call, "org/v2", "Organization", [organization]);
    },

    /** An environment with Stream Governance has a Schema Registry once it has a Kafka cluster. */
    "GET /srcm/v3/clusters": (call) => {
        const id = call.query.get("environment") ?? "";
        const registry = toSchemaRegistryBody(call, id);
        return buildPage(call, "srcm/v3", "Cluster", registry ? [registry] : []);
    },
};

function toEnvironmentBody({ context: { state, baseUrl } }: EmulatorCall, id: string) {
    const { display_name, stream_governance_config, ...dates } = getItem(state.environments, id, "Environment");
    const metadata = {
        self: `${baseUrl}/org/v2/environments/${id}`,
        resource_name: buildCrn.environment(state, id),
        ...dates,
    };
    return {
        api_version: "org/v2",
        kind: "Environment",
        id,
        metadata,
        display_name,
        ...(stream_governance_config && { stream_governance_config }),
    };
}

/** Only what is managed: nothing answers at its endpoint, as nothing of devmin has schemas. */
function toSchemaRegistryBody({ context: { state, baseUrl } }: EmulatorCall, environment: string) {
    const { stream_governance_config } = getItem(state.environments, environment, "Environment");
    const cluster = Object.values(state.clusters).find((each) => each.environment === environment);
    if (!stream_governance_config || !cluster) return undefined;
    const id = environment.replace("env-", "lsrc-");
    return {
        api_version: "srcm/v3",
        kind: "Cluster",
        id,
        metadata: {
            self: `${baseUrl}/srcm/v3/clusters/${id}`,
            resource_name: `${buildCrn.environment(state, environment)}/schema-registry=${id}`,
            created_at: cluster.created_at,
            updated_at: cluster.updated_at,
        },
        spec: {
            display_name: "Stream Governance Package",
            package: stream_governance_config.package,
            http_endpoint: `${baseUrl}/schema-registry/${id}`,
            cloud: cluster.cloud,
            region: cluster.region,
            environment: { id: environment, related: `${baseUrl}/org/v2/environments/${environment}` },
        },
        status: { phase: "PROVISIONED" },
    };
}

function assertNameAvailable({ context: { state } }: EmulatorCall, name: string) {
    assertEnvironmentName(name);
    const isInUse = Object.values(state.environments).some(({ display_name }) => display_name === name);
    if (isInUse) throw new ApiError(409, `Environment name ${name} is already in use.`);
    return name;
}

function parseStreamGovernance({ body }: EmulatorCall): Pick<ConfluentEnvironment, "stream_governance_config"> {
    if (readField(body, "stream_governance_config") === undefined) return {};
    const name = readRequiredString(body, "stream_governance_config.package");
    assertStreamGovernancePackage(name);
    return { stream_governance_config: { package: name } };
}
