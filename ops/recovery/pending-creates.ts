import type { Environment } from "../environment";
import { apiKeyType } from "./deleted-resources";
import { typesFoundByName } from "./find-by-name";
import { type DiscoveredResource, typesFoundByTags } from "./find-by-tags";

/** A creation that was running when the engine lost the state store or was killed: it may or may not have happened. */
export interface PendingCreate {
    urn: string;
    type: string;
    custom: boolean;
    /** The provider's URN and id, joined by `::`. */
    provider?: string;
    parent?: string;
    /** All inputs that are read here are strings, except the tags. */
    inputs: Record<string, string>;
}

/**
 * Builds the provider's id of resources that cannot be created twice, from their inputs. Other types either can be created again
 * without harm (a policy is put, a cluster is found) or get a new id each time, which is found by tags, name or budget, or only
 * by hand.
 */
const idBuilders: Record<
    string,
    (inputs: Record<string, string>, env: Pick<Environment, "account" | "region">) => string | undefined
> = {
    "aws:s3/bucket:Bucket": ({ bucket }) => bucket,
    "aws:kms/alias:Alias": ({ name }) => name,
    "aws:iam/role:Role": ({ name }) => name,
    "aws:iam/policy:Policy": ({ name }, { account }) => `arn:aws:iam::${account}:policy/${name}`,
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ url = "" }, { account }) =>
        `arn:aws:iam::${account}:oidc-provider/${url.replace("https://", "")}`,
    "aws:cloudwatch/logGroup:LogGroup": ({ name }) => name,
    "aws:budgets/budget:Budget": ({ name }, { account }) => `${account}:${name}`,
    "aws:sns/topic:Topic": ({ name }, { account, region }) => `arn:aws:sns:${region}:${account}:${name}`,
    "aws:cloudtrail/trail:Trail": ({ name }, { account, region }) =>
        `arn:aws:cloudtrail:${region}:${account}:trail/${name}`,
    "aws:scheduler/schedule:Schedule": ({ name, groupName }) => `${groupName}/${name}`,
    "aws:ecs/service:Service": ({ name, cluster = "" }, { account, region }) =>
        `arn:aws:ecs:${region}:${account}:service/${cluster.split("/").at(-1)}/${name}`,
};

/** Types whose creation can be repeated without creating a second resource. */
const idempotentTypePattern =
    /^aws:(s3\/bucket[A-Z]\w*|iam\/rolePolicy|sns\/topicPolicy|ecs\/(cluster|clusterCapacityProviders)|ec2\/route(TableAssociation)?):/;

/** A resource of these types that is not found has not been created. An API key is looked for in orphaned-keys.ts. */
const discoverableTypes = [...typesFoundByTags, ...typesFoundByName, apiKeyType];

/** A state as Pulumi exports it, as far as it is read here. */
export interface Deployment {
    /** Absent in the state of a stack that has no resources yet. */
    resources?: { urn: string; id?: string }[];
    pending_operations?: { type: string; resource: PendingCreate }[];
}

/**
 * Returns the state without pending operations. Of the pending creates, `adopted` were added to it under the id that they must
 * have; `unresolved` may have been created under an unknown id, or are among `candidates`.
 */
export function resolvePendingCreates(
    deployment: Deployment,
    env: Pick<Environment, "account" | "region">,
    discovered: readonly DiscoveredResource[] = [],
) {
    const { resources = [] } = deployment;
    const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
    const knownIds = new Set(ids.values());
    /** Ids of the cloud's resources of the same type, and name if it has one, that are not in the state. */
    const listCandidates = ({ type, inputs }: PendingCreate) => {
        const name = typesFoundByName.includes(type)
            ? (inputs.displayName ?? inputs.name)
            : (inputs.tags as { Name?: string } | undefined)?.Name;
        const sameKind = discovered.filter((each) => each.type === type && (!name || each.name === name));
        return sameKind.map(({ id }) => id).filter((id) => !knownIds.has(id));
    };
    const creations = (deployment.pending_operations ?? [])
        // Components and providers exist only in the state.
        .filter(({ type, resource }) => type === "creating" && resource.custom && !resource.type.startsWith("pulumi:"))
        .filter(({ resource }) => !ids.has(resource.urn))
        .map(({ resource }) => [resource.urn, resource] as const);
    const pending = [...new Map(creations).values()]; // the last of several attempts
    const findSoleCandidate = (resource: PendingCreate) => {
        const [id, ...more] = listCandidates(resource);
        // Two resources of a type without names cannot be told apart.
        const claimants = pending.filter((each) => id && listCandidates(each).includes(id));
        return more.length || claimants.length > 1 ? undefined : id;
    };
    const adopted = pending.flatMap((resource) => {
        const { type, inputs, parent = "" } = resource;
        const provider = resource.provider?.split("::").slice(0, -1).join("::") ?? "";
        // Its provider or parent may itself not have been recorded; then it cannot be added.
        const id =
            ids.has(provider) && ids.has(parent) && (idBuilders[type]?.(inputs, env) ?? findSoleCandidate(resource));
        return id ? [{ ...resource, id, outputs: inputs, provider: `${provider}::${ids.get(provider)}` }] : [];
    });
    const adoptedUrns = new Set(adopted.map(({ urn }) => urn));
    const unresolved = pending
        .filter(({ urn, type }) => !adoptedUrns.has(urn) && !idempotentTypePattern.test(type))
        .map((resource) => ({ urn: resource.urn, type: resource.type, candidates: listCandidates(resource) }))
        .filter(({ type, candidates }) => candidates.length > 0 || !discoverableTypes.includes(type));
    const resolvedDeployment = { ...deployment, resources: [...resources, ...adopted], pending_operations: [] };
    return { deployment: resolvedDeployment, adopted, unresolved };
}
