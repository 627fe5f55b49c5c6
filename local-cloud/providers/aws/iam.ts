import * as sdk from "@aws-sdk/client-iam";
import type { iam } from "@pulumi/aws";
import { isEquivalent } from "../is-equivalent";
import type { Props } from "../resource-type";
import { type AwsCloud, defineAwsType, ignoreNotFound } from "./cloud";
import { applyTagChanges, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.IAMClient);

const role = defineAwsType<iam.RoleArgs, iam.RoleState>({
    replaceOnChanges: ["name", "path"],
    updatable: [
        "assumeRolePolicy",
        "description",
        "forceDetachPolicies",
        "maxSessionDuration",
        "permissionsBoundary",
        "tags",
    ],
    autoname: { property: "name", maxLength: 64 },
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    jsonInputs: ["assumeRolePolicy"],
    async create(cloud, inputs) {
        await getClient(cloud).send(
            new sdk.CreateRoleCommand({
                RoleName: inputs.name,
                Path: inputs.path,
                AssumeRolePolicyDocument: inputs.assumeRolePolicy as string,
                Description: inputs.description,
                MaxSessionDuration: inputs.maxSessionDuration,
                PermissionsBoundary: inputs.permissionsBoundary,
                Tags: toTagList(inputs.tags),
            }),
        );
        return { id: inputs.name as string };
    },
    async update(cloud, RoleName, inputs, old) {
        const { description: Description = "", maxSessionDuration: MaxSessionDuration } = inputs;
        await getClient(cloud).send(new sdk.UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
        if (inputs.assumeRolePolicy !== old.assumeRolePolicy) {
            const PolicyDocument = inputs.assumeRolePolicy as string;
            await getClient(cloud).send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
        }
        if (inputs.permissionsBoundary) {
            const PermissionsBoundary = inputs.permissionsBoundary;
            await getClient(cloud).send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
        } else if (old.permissionsBoundary) {
            await getClient(cloud).send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName }));
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) => getClient(cloud).send(new sdk.UntagRoleCommand({ RoleName, TagKeys })),
            (tags) => getClient(cloud).send(new sdk.TagRoleCommand({ RoleName, Tags: toTagList(tags) })),
        );
    },
    async read(cloud, RoleName) {
        const { Role } = await getClient(cloud).send(new sdk.GetRoleCommand({ RoleName }));
        await readPolicies(cloud, RoleName);
        return {
            arn: Role?.Arn,
            name: Role?.RoleName,
            path: Role?.Path,
            uniqueId: Role?.RoleId,
            createDate: Role?.CreateDate?.toISOString(),
            assumeRolePolicy: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
            description: Role?.Description,
            maxSessionDuration: Role?.MaxSessionDuration,
            permissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
            tags: toTagObject(Role?.Tags),
        };
    },
    async delete(cloud, RoleName, { forceDetachPolicies }) {
        await getClient(cloud).send(new sdk.ListInstanceProfilesForRoleCommand({ RoleName }));
        if (forceDetachPolicies) await removePolicies(cloud, RoleName);
        await getClient(cloud).send(new sdk.DeleteRoleCommand({ RoleName }));
    },
});

/** The official provider reads a role's policies with it, for properties that devmin does not declare. */
async function readPolicies(cloud: AwsCloud, RoleName: string): Promise<void> {
    const { PolicyNames = [] } = await getClient(cloud).send(new sdk.ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames)
        await ignoreNotFound(getClient(cloud).send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName })));
    await getClient(cloud).send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
}

async function removePolicies(cloud: AwsCloud, RoleName: string): Promise<void> {
    const attached = await getClient(cloud).send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
        await getClient(cloud).send(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    const inline = await getClient(cloud).send(new sdk.ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of inline.PolicyNames ?? []) {
        await getClient(cloud).send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
}

const rolePolicy = defineAwsType<iam.RolePolicyArgs, iam.RolePolicyState>({
    replaceOnChanges: ["name", "role"],
    updatable: ["policy"],
    autoname: { property: "name" },
    jsonInputs: ["policy"],
    create: async (_cloud, inputs) => ({ id: `${inputs.role}:${inputs.name}` }),
    async finalize(cloud, id, { policy }) {
        const [RoleName, PolicyName] = id.split(":");
        await getClient(cloud).send(
            new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy as string }),
        );
    },
    async read(cloud, id) {
        const [RoleName, PolicyName] = id.split(":");
        const seen = await getClient(cloud).send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName }));
        return { name: PolicyName, role: RoleName, policy: decodeURIComponent(seen.PolicyDocument ?? "") };
    },
    async delete(cloud, id) {
        const [RoleName, PolicyName] = id.split(":");
        await getClient(cloud).send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    },
});

const policy = defineAwsType<iam.PolicyArgs, iam.PolicyState>({
    replaceOnChanges: ["name", "path", "description"],
    updatable: ["policy", "tags"],
    autoname: { property: "name" },
    defaults: { path: "/" },
    jsonInputs: ["policy"],
    async create(cloud, { name: PolicyName, path: Path, description: Description, policy: document, tags }) {
        const PolicyDocument = document as string;
        const made = await getClient(cloud).send(
            new sdk.CreatePolicyCommand({ PolicyName, Path, Description, PolicyDocument, Tags: toTagList(tags) }),
        );
        return { id: made.Policy?.Arn as string };
    },
    async update(cloud, PolicyArn, inputs, old) {
        if (inputs.policy !== old.policy) {
            await deleteOldestVersion(cloud, PolicyArn);
            const PolicyDocument = inputs.policy as string;
            await getClient(cloud).send(
                new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
            );
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) => getClient(cloud).send(new sdk.UntagPolicyCommand({ PolicyArn, TagKeys })),
            (tags) => getClient(cloud).send(new sdk.TagPolicyCommand({ PolicyArn, Tags: toTagList(tags) })),
        );
    },
    async read(cloud, PolicyArn) {
        const { Policy } = await getClient(cloud).send(new sdk.GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion } = await getClient(cloud).send(
            new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
        );
        return {
            arn: Policy?.Arn,
            name: Policy?.PolicyName,
            path: Policy?.Path,
            policyId: Policy?.PolicyId,
            attachmentCount: Policy?.AttachmentCount,
            description: Policy?.Description,
            policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
            tags: toTagObject(Policy?.Tags),
        };
    },
    async delete(cloud, PolicyArn) {
        for (const VersionId of await listOldVersions(cloud, PolicyArn)) {
            await getClient(cloud).send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
        }
        await getClient(cloud).send(new sdk.DeletePolicyCommand({ PolicyArn }));
    },
});

/** A policy's versions other than the default, newest first. */
async function listOldVersions(cloud: AwsCloud, PolicyArn: string): Promise<(string | undefined)[]> {
    const { Versions = [] } = await getClient(cloud).send(new sdk.ListPolicyVersionsCommand({ PolicyArn }));
    const byDate = Versions.sort((one, other) => Number(other.CreateDate ?? 0) - Number(one.CreateDate ?? 0));
    return byDate.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(({ VersionId }) => VersionId);
}

/** IAM allows five versions of a policy: deletes the oldest before a sixth. */
async function deleteOldestVersion(cloud: AwsCloud, PolicyArn: string): Promise<void> {
    const old = await listOldVersions(cloud, PolicyArn);
    if (old.length < 4) return;
    await getClient(cloud).send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: old.at(-1) }));
}

const openIdConnectProvider = defineAwsType<iam.OpenIdConnectProviderArgs, iam.OpenIdConnectProviderState>({
    replaceOnChanges: ["url"],
    updatable: ["clientIdLists", "thumbprintLists", "tags"],
    computed: ["thumbprintLists"],
    async create(cloud, { url: Url, clientIdLists: ClientIDList, thumbprintLists: ThumbprintList, tags }) {
        const made = await getClient(cloud).send(
            new sdk.CreateOpenIDConnectProviderCommand({ Url, ClientIDList, ThumbprintList, Tags: toTagList(tags) }),
        );
        return { id: made.OpenIDConnectProviderArn as string };
    },
    async update(cloud, OpenIDConnectProviderArn, inputs, old) {
        const [now, before] = [inputs.clientIdLists, old.clientIdLists];
        for (const ClientID of now.filter((each) => !before.includes(each))) {
            await getClient(cloud).send(
                new sdk.AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
            );
        }
        for (const ClientID of before.filter((each) => !now.includes(each))) {
            await getClient(cloud).send(
                new sdk.RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
            );
        }
        if (inputs.thumbprintLists && !isEquivalent(inputs.thumbprintLists, old.thumbprintLists)) {
            const ThumbprintList = inputs.thumbprintLists;
            await getClient(cloud).send(
                new sdk.UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }),
            );
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) =>
                getClient(cloud).send(new sdk.UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys })),
            (tags) =>
                getClient(cloud).send(
                    new sdk.TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags: toTagList(tags) }),
                ),
        );
    },
    async read(cloud, OpenIDConnectProviderArn) {
        const seen = await getClient(cloud).send(new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
        return {
            arn: OpenIDConnectProviderArn,
            url: seen.Url?.replace(/^(https:\/\/)?/, "https://"), // IAM answers without it
            clientIdLists: seen.ClientIDList,
            thumbprintLists: seen.ThumbprintList ?? [],
            tags: toTagObject(seen.Tags),
        };
    },
    async delete(cloud, OpenIDConnectProviderArn) {
        await getClient(cloud).send(new sdk.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    },
});

/** The account's provider for a URL, which has one ARN. */
async function getOpenIdConnectProvider(cloud: AwsCloud, args: Props): Promise<Props> {
    const { OpenIDConnectProviderList = [] } = await getClient(cloud).send(new sdk.ListOpenIDConnectProvidersCommand());
    const host = String(args.url).replace(/^https:\/\//, "");
    const found = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(`:oidc-provider/${host}`))?.Arn;
    if (!found) throw new Error(`finding IAM OIDC Provider by url (${args.url}): not found`);
    const seen = await openIdConnectProvider.read(cloud, found, {});
    return { ...args, ...seen, id: found };
}

export const types = {
    "iam/role:Role": role,
    "iam/rolePolicy:RolePolicy": rolePolicy,
    "iam/policy:Policy": policy,
    "iam/openIdConnectProvider:OpenIdConnectProvider": openIdConnectProvider,
};

export const functions = { "iam/getOpenIdConnectProvider:getOpenIdConnectProvider": getOpenIdConnectProvider };
