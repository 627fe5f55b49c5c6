import type { Stage } from "./stage";

/** Asks the Confluent API of the stage's local cloud, with the key the stage's shell has. */
export async function confluentGet<T>(stage: Stage, path: string): Promise<T> {
    const { CONFLUENT_CLOUD_API_KEY: key, CONFLUENT_CLOUD_API_SECRET: secret } = stage.variables;
    const endpoint = await stage.run(["pulumi", "config", "get", "confluentcloud:endpoint", "-C", "kafka"], () => {});
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
    const response = await fetch(`${endpoint.trim()}${path}`, { headers: { authorization } });
    if (!response.ok) throw new Error(`GET ${path} answers ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
}
