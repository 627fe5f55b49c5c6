import type { AwsClients } from "../ops/clients/aws";
import type { Environment, Layer } from "../ops/environment";
import { readStateResources } from "../ops/pulumi/state";
import { type DiscoveredResource, listByTags } from "../ops/recovery/find-by-tags";

/** A layer's resources in AWS, and those of them that the layer's state does not have. */
export async function findLayerResources(
    env: Environment,
    aws: AwsClients,
    layer: Layer,
): Promise<{ resources: DiscoveredResource[]; untracked: DiscoveredResource[] }> {
    const resources = await listByTags(env, aws, layer);
    const knownIds = new Set((await readStateResources(env, aws, layer))?.map(({ id }) => id));
    return { resources, untracked: resources.filter(({ id }) => !knownIds.has(id)) };
}
