import type { Environment } from "../environment";
import { typesFoundByName } from "./find-by-name";
import { type DiscoveredResource, typesFoundByTags } from "./find-by-tags";

/** A creation that was on its way when the engine lost the state store or was killed: it may have happened or not. */
export interface PendingCreate {
    urn: string;
    type: string;
    custom: boolean;
    /** The provider's URN and id, joined by `::`. */
    provider?: string;
    parent?: string;
    /** Text, as far as this looks into it, but for the tags. */
    inputs: Record<string, string>;
}

/**
 * The provider's id of what cannot be made twice, from its inputs. What is not here is either made again without harm
 * (a policy is put, a cluster is found) or gets a new id each time, which its tags, its name or its budget tell, or only a
 * look at the cloud.
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

/** Types a second one of which is the first again. */
const idempotentTypePattern =
    /^aws:(s3\/bucket[A-Z]\w*|iam\/rolePolicy|sns\/topicPolicy|ecs\/(cluster|clusterCapacityProviders)|ec2\/route(TableAssociation)?):/;

/** What nobody tells of among these has not been made. */
const discoverableTypes = [...typesFoundByTags, ...typesFoundByName];

/** A state as Pulumi exports it, as far as this looks into it. */
export interface Deployment {
    /** Absent from the state of a stack that has nothing yet. */
    resources?: { urn: string; id?: string }[];
    pending_operations?: { type: string; resource: PendingCreate }[];
}

/**
 * A state without pending operations: of what was being created, `adopted` went into it under the id it must have, and
 * `unresolved` could have been made under an id that nobody here knows, or is one of `candidates`.
 */
export function resolvePendingCreates(
    deployment: Deployment,
    env: Pick<Environment, "account" | "region">,
    discovered: readonly DiscoveredResource[] = [],
) {
    const { resources = [] } = deployment;
    const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
    const knownIds = new Set(ids.values());
    /** What the cloud has of its kind, by its name if it is to have one, and no state knows. */
    const listCandidates = ({ type, inputs }: PendingCreate) => {
        const name = typesFoundByName.includes(type)
            ? (inputs.displayName ?? inputs.name)
            : (inputs.tags as { Name?: string } | undefined)?.Name;
        const sameKind = discovered.filter((each) => each.type === type && (!name || each.name === name));
        return sameKind.map(({ id }) => id).filter((id) => !knownIds.has(id));
    };
    const creations = (deployment.pending_operations ?? [])
        // Components and providers are made in the state alone.
        .filter(({ type, resource }) => type === "creating" && resource.custom && !resource.type.startsWith("pulumi:"))
        .filter(({ resource }) => !ids.has(resource.urn))
        .map(({ resource }) => [resource.urn, resource] as const);
    const pending = [...new Map(creations).values()]; // of several attempts the last
    const findSoleCandidate = (resource: PendingCreate) => {
        const [id, ...more] = listCandidates(resource);
        // Two of a kind without a name cannot be told apart.
        const claimants = pending.filter((each) => id && listCandidates(each).includes(id));
        return more.length || claimants.length > 1 ? undefined : id;
    };
    const adopted = pending.flatMap((resource) => {
        const { type, inputs, parent = "" } = resource;
        const provider = resource.provider?.split("::").slice(0, -1).join("::") ?? "";
        // What it hangs on may itself not have been written down; then there is nothing to put it under.
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
