import type { Place } from "../piece";

const lists = {
    environments: "/org/v2/environments",
    clusters: "/cmk/v2/clusters",
    serviceAccounts: "/iam/v2/service-accounts",
    apiKeys: "/iam/v2/api-keys",
    roleBindings: "/iam/v2/role-bindings",
};

type Item = { id: string } & Record<string, unknown>;

/** Everything the cloud remembers, by id, as its own API tells it; a list answer has no secret in it. */
export async function dumpConfluent({ ports, secrets }: Place): Promise<Record<string, unknown>> {
    const authorization = `Basic ${Buffer.from(`${secrets.cloudApiKey}:${secrets.cloudApiSecret}`).toString("base64")}`;
    const all = async (path: string): Promise<Item[]> => {
        const url = `http://127.0.0.1:${ports.confluent}${path}${path.includes("?") ? "&" : "?"}page_size=1000`;
        const response = await fetch(url, { headers: { authorization } });
        if (!response.ok) throw new Error(`GET ${url} answers ${response.status}: ${await response.text()}`);
        return ((await response.json()) as { data: Item[] }).data;
    };
    const byId = (items: Item[]) => Object.fromEntries(items.map((item) => [item.id, item]));
    const environments = await all(lists.environments);
    const clusters = await Promise.all(environments.map(({ id }) => all(`${lists.clusters}?environment=${id}`)));
    return {
        environments: byId(environments),
        clusters: byId(clusters.flat()),
        serviceAccounts: byId(await all(lists.serviceAccounts)),
        apiKeys: byId(await all(lists.apiKeys)),
        roleBindings: byId(await all(lists.roleBindings)),
    };
}
