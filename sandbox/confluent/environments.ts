import { type Call, find, page, Refusal, type Routes, required, text } from "./call";
import { crn } from "./crn";
import { dated, newId, touch } from "./state";

export const environments: Routes = {
    "GET /org/v2/environments": (call) =>
        page(
            call,
            "org/v2",
            "Environment",
            Object.keys(call.cloud.state.environments).map((id) => view(call, id)),
        ),

    "POST /org/v2/environments": async (call) => {
        const { state, save } = call.cloud;
        noSchemaRegistry(call);
        const display_name = freeName(call, required(call.body, "display_name"));
        const id = newId("env");
        state.environments[id] = { display_name, ...dated() };
        await save();
        return { status: 201, body: view(call, id) };
    },

    "GET /org/v2/environments/{id}": (call) => ({ status: 200, body: view(call, call.params.id ?? "") }),

    "PATCH /org/v2/environments/{id}": async (call) => {
        const id = call.params.id ?? "";
        const environment = find(call.cloud.state.environments, id, "Environment");
        noSchemaRegistry(call);
        const name = text(call.body, "display_name");
        if (name !== undefined && name !== environment.display_name) environment.display_name = freeName(call, name);
        touch(environment);
        await call.cloud.save();
        return { status: 200, body: view(call, id) };
    },

    "DELETE /org/v2/environments/{id}": async ({ cloud, params: { id = "" } }) => {
        find(cloud.state.environments, id, "Environment");
        const inside = Object.keys(cloud.state.clusters).filter((key) => cloud.state.clusters[key]?.environment === id);
        if (inside.length) {
            throw new Refusal(409, `Environment ${id} is not empty: delete its clusters first (${inside.join(", ")}).`);
        }
        delete cloud.state.environments[id];
        await cloud.save();
        return { status: 204 };
    },

    // No environment here has a Schema Registry, and so the list is empty and true.
    "GET /srcm/v3/clusters": (call) => page(call, "srcm/v3", "Cluster", []),
};

function view({ cloud: { state, http } }: Call, id: string) {
    const { display_name, ...dates } = find(state.environments, id, "Environment");
    const metadata = { self: `${http}/org/v2/environments/${id}`, resource_name: crn.environment(state, id), ...dates };
    return { api_version: "org/v2", kind: "Environment", id, metadata, display_name };
}

function freeName({ cloud: { state } }: Call, name: string) {
    const taken = Object.values(state.environments).some(({ display_name }) => display_name === name);
    if (taken) throw new Refusal(409, `Environment name ${name} is already in use.`);
    return name;
}

function noSchemaRegistry({ body }: Call) {
    if (body.stream_governance_config === undefined) return;
    throw new Refusal(
        400,
        "stream_governance_config asks for a Schema Registry, which this local cloud does not have; leave it out.",
    );
}
