import { setTimeout as sleep } from "node:timers/promises";
import { named } from "./names";
import type { Stage } from "./stage";

type Key = Record<"key" | "secret", string | undefined>;

/** Asks the Confluent API of the stage's local cloud, with the key the stage's shell has. */
export async function confluentGet<T>(stage: Stage, path: string): Promise<T> {
    return ask(await endpointOf(stage), cloudKeyOf(stage), "GET", path);
}

type Ask = <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>;

/** Confluent Cloud past Pulumi, as someone with its console: the Cloud API, and the cluster as its administrator. */
export interface ByHand {
    cloud: Ask;
    /** Paths are below the cluster's own. */
    cluster: Ask;
    clusterId: string;
    /** Of the account that Pulumi makes topics and ACLs with. */
    managerId: string;
    /** Takes back the key this was done with. */
    leave(): Promise<void>;
}

/** Makes a key for the manager's account of kafka, to do by hand what Pulumi then finds. */
export async function byHand(stage: Stage): Promise<ByHand> {
    const endpoint = await endpointOf(stage);
    const cloud: Ask = (method, path, body) => ask(endpoint, cloudKeyOf(stage), method, path, body);
    const managerId = await accountId(cloud, "manager");
    const clusterId = (await stage.run(["pulumi", "stack", "output", "clusterId", "-C", "kafka"], () => {})).trim();
    const spec = { display_name: "by hand", owner: { id: managerId }, resource: { id: clusterId } };
    const made = await cloud<{ id: string; spec: { secret: string } }>("POST", "/iam/v2/api-keys", { spec });
    const key = { key: made.id, secret: made.spec.secret };
    return {
        cloud,
        cluster: (method, path, body) => ask(endpoint, key, method, `/kafka/v3/clusters/${clusterId}${path}`, body),
        clusterId,
        managerId,
        leave: () => cloud("DELETE", `/iam/v2/api-keys/${made.id}`),
    };
}

/** The id of an account of kafka; there must be one. */
export async function accountId(cloud: Ask, name: string): Promise<string> {
    const displayName = named("kafka", name);
    const path = `/iam/v2/service-accounts?display_name=${displayName}`;
    const { data } = await cloud<{ data: { id: string }[] }>("GET", path);
    if (!data[0]) throw new Error(`there is no service account ${displayName}`);
    return data[0].id;
}

/** Resolves once a cluster is PROVISIONED: its broker is there. */
export async function provisioned(cloud: Ask, environment: string, id: string): Promise<void> {
    for (let attempt = 0; attempt < 120; attempt += 1) {
        const path = `/cmk/v2/clusters/${id}?environment=${environment}`;
        const { status } = await cloud<{ status: { phase: string } }>("GET", path);
        if (status.phase === "PROVISIONED") return;
        await sleep(500);
    }
    throw new Error(`the cluster ${id} is not PROVISIONED after 60 s`);
}

/** Where the stage's Confluent Cloud is. */
export async function endpointOf(stage: Stage): Promise<string> {
    const endpoint = await stage.run(["pulumi", "config", "get", "confluentcloud:endpoint", "-C", "kafka"], () => {});
    return endpoint.trim();
}

const cloudKeyOf = ({ variables }: Stage): Key => ({
    key: variables.CONFLUENT_CLOUD_API_KEY,
    secret: variables.CONFLUENT_CLOUD_API_SECRET,
});

async function ask<T>(endpoint: string, { key, secret }: Key, method: string, path: string, body?: object): Promise<T> {
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
    const response = await fetch(`${endpoint}${path}`, {
        method,
        headers: { authorization },
        body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
}
