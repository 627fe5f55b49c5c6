import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { askConfluent, awsConfig } from "./clouds";
import type { Environment } from "./environment";
import { confluentEndpointIn } from "./init";
import type { Tagged } from "./tagged";

const types = {
    environment: "confluentcloud:index/environment:Environment",
    cluster: "confluentcloud:index/kafkaCluster:KafkaCluster",
    account: "confluentcloud:index/serviceAccount:ServiceAccount",
    secret: "aws:secretsmanager/secret:Secret",
};

/** What is not in the lists has not been made. A key is in none: its secret is told once, so that it is of no use found. */
export const toldByName: readonly string[] = Object.values(types);

/** What the clouds have of what kafka makes under a name and gets an id of the cloud's own for; also what is not kafka's. */
export async function named(env: Environment): Promise<Tagged[]> {
    const lists = [inConfluent(confluentEndpointIn(env.root, env.stack)), secretsIn(env)];
    return (await Promise.all(lists)).flat();
}

interface Listed {
    data: { id: string; display_name?: string; spec?: { display_name: string } }[];
    metadata: { next?: string };
}

async function inConfluent(endpoint: string): Promise<Tagged[]> {
    const all = async (type: string, path: string): Promise<Tagged[]> => {
        const { data, metadata }: Listed = await askConfluent(endpoint, path);
        const here = data.map(({ id, display_name, spec }) => ({ id, type, name: display_name ?? spec?.display_name }));
        const next = metadata.next && new URL(metadata.next);
        return next ? [...here, ...(await all(type, next.pathname + next.search))] : here;
    };
    const environments = await all(types.environment, "/org/v2/environments?page_size=99");
    const clusters = environments.map(({ id }) =>
        all(types.cluster, `/cmk/v2/clusters?environment=${id}&page_size=99`),
    );
    const accounts = await all(types.account, "/iam/v2/service-accounts?page_size=99");
    return [...environments, ...(await Promise.all(clusters)).flat(), ...accounts];
}

async function secretsIn(env: Environment): Promise<Tagged[]> {
    const found: Tagged[] = [];
    for await (const { SecretList = [] } of paginateListSecrets(
        { client: new SecretsManagerClient(awsConfig(env)) },
        {},
    )) {
        found.push(...SecretList.map(({ ARN = "", Name }) => ({ id: ARN, type: types.secret, name: Name })));
    }
    return found;
}
