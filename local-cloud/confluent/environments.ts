import { buildCrn } from "./crn";
import {
    ApiError,
    buildPage,
    type EmulatorCall,
    getItem,
    type Routes,
    readRequiredString,
    readStringField,
} from "./request";
import { createTimestamps, generateId, touch } from "./state";

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
        assertNoSchemaRegistry(call);
        const display_name = assertNameAvailable(call, readRequiredString(call.body, "display_name"));
        const id = generateId("env");
        state.environments[id] = { display_name, ...createTimestamps() };
        await save();
        return { status: 201, body: toEnvironmentBody(call, id) };
    },

    "GET /org/v2/environments/{id}": (call) => ({ status: 200, body: toEnvironmentBody(call, call.params.id ?? "") }),

    "PATCH /org/v2/environments/{id}": async (call) => {
        const id = call.params.id ?? "";
        const environment = getItem(call.context.state.environments, id, "Environment");
        assertNoSchemaRegistry(call);
        const name = readStringField(call.body, "display_name");
        if (name !== undefined && name !== environment.display_name)
            environment.display_name = assertNameAvailable(call, name);
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

    // No environment here has a Schema Registry.
    "GET /srcm/v3/clusters": (call) => buildPage(call, "srcm/v3", "Cluster", []),
};

function toEnvironmentBody({ context: { state, baseUrl } }: EmulatorCall, id: string) {
    const { display_name, ...dates } = getItem(state.environments, id, "Environment");
    const metadata = {
        self: `${baseUrl}/org/v2/environments/${id}`,
        resource_name: buildCrn.environment(state, id),
        ...dates,
    };
    return { api_version: "org/v2", kind: "Environment", id, metadata, display_name };
}

function assertNameAvailable({ context: { state } }: EmulatorCall, name: string) {
    const isInUse = Object.values(state.environments).some(({ display_name }) => display_name === name);
    if (isInUse) throw new ApiError(409, `Environment name ${name} is already in use.`);
    return name;
}

function assertNoSchemaRegistry({ body }: EmulatorCall) {
    if (body.stream_governance_config === undefined) return;
    throw new ApiError(
        400,
        "stream_governance_config asks for a Schema Registry, which this local cloud does not have; leave it out.",
    );
}
