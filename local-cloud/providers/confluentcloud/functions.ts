import type { Props, ProviderFunction } from "../resource-type";
import type { ConfluentCloud } from "./cloud";
import { environment } from "./environment";
import { kafkaCluster } from "./kafka-cluster";
import { serviceAccount } from "./service-account";

/** Reads a resource by its id. Throws if it does not exist. */
async function toFunctionResult(found: Props | undefined, what: string, id: unknown): Promise<Props> {
    if (!found) throw new Error(`${what} ${id} does not exist.`);
    return { id, ...found };
}

/** The local cloud only looks up by id; the official provider also by name. */
function requireId({ id }: Props, what: string): string {
    if (typeof id !== "string") throw new Error(`id is not set; the local cloud looks up ${what} by its id only.`);
    return id;
}

const getEnvironment: ProviderFunction<ConfluentCloud> = async (cloud, args) => {
    const id = requireId(args, "an environment");
    const { streamGovernance = { package: "" }, ...found } = await toFunctionResult(
        await environment.read(cloud, id, {}),
        "environment",
        id,
    );
    return { ...found, streamGovernance };
};

const getKafkaCluster: ProviderFunction<ConfluentCloud> = async (cloud, args) => {
    const id = requireId(args, "a cluster");
    const { environment } = args;
    const { basic, ...found } = await toFunctionResult(
        await kafkaCluster.read(cloud, id, { environment: environment }),
        "cluster",
        id,
    );
    return { ...found, basics: basic ? [basic] : [], byokKeys: [], networks: [] };
};

interface ServiceAccountPage {
    data: { id: string; display_name: string }[];
    metadata: { next?: string };
}

/** Finds a service account by its name, which is unique in an organization, on all pages. */
const getServiceAccount: ProviderFunction<ConfluentCloud> = async (cloud, args) => {
    let path: string | undefined = "/iam/v2/service-accounts?page_size=99";
    while (path) {
        const { data, metadata }: ServiceAccountPage = (await cloud.callCloudApi<ServiceAccountPage>("GET", path)) ?? {
            data: [],
            metadata: {},
        };
        const id = data.find(({ display_name }) => display_name === args.displayName)?.id;
        if (id) return toFunctionResult(await serviceAccount.read(cloud, id, {}), "service account", id);
        const next: URL | undefined = metadata.next ? new URL(metadata.next) : undefined;
        path = next && next.pathname + next.search;
    }
    throw new Error(`there is no service account ${args.displayName}.`);
};

export const functions: Record<string, ProviderFunction<ConfluentCloud>> = {
    "index/getEnvironment:getEnvironment": getEnvironment,
    "index/getKafkaCluster:getKafkaCluster": getKafkaCluster,
    "index/getServiceAccount:getServiceAccount": getServiceAccount,
};
