import * as sdk from "@aws-sdk/client-iam";
import type { iam } from "@pulumi/aws";
import { same } from "../compare";
import type { Props } from "../resource-type";
import { type Aws, aws } from "./cloud";
import { retag, tagList, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.IAMClient);

const role = aws<iam.RoleArgs, iam.RoleState>({
    fixed: ["name", "path"],
    changeable: [
        "assumeRolePolicy",
        "description",
        "forceDetachPolicies",
        "maxSessionDuration",
        "permissionsBoundary",
        "tags",
    ],
    name: { property: "name", max: 64 },
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    json: ["assumeRolePolicy"],
    async create(cloud, inputs) {
        await client(cloud).send(
            new sdk.CreateRoleCommand({
                RoleName: inputs.name,
                Path: inputs.path,
                AssumeRolePolicyDocument: inputs.assumeRolePolicy as string,
                Description: inputs.description,
                MaxSessionDuration: inputs.maxSessionDuration,
                PermissionsBoundary: inputs.permissionsBoundary,
                Tags: tagList(inputs.tags),
            }),
        );
        return { id: inputs.name as string };
    },
    async update(cloud, RoleName, inputs, old) {
        const { description: Description = "", maxSessionDuration: MaxSessionDuration } = inputs;
        await client(cloud).send(new sdk.UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
        if (inputs.assumeRolePolicy !== old.assumeRolePolicy) {
            const PolicyDocument = inputs.assumeRolePolicy as string;
            await client(cloud).send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
        }
        if (inputs.permissionsBoundary) {
            const PermissionsBoundary = inputs.permissionsBoundary;
            await client(cloud).send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
        } else if (old.permissionsBoundary) {
            await client(cloud).send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName }));
        }
        await retag(
            old.tags,
            inputs.tags,
            (TagKeys) => client(cloud).send(new sdk.UntagRoleCommand({ RoleName, TagKeys })),
            (tags) => client(cloud).send(new sdk.TagRoleCommand({ RoleName, Tags: tagList(tags) })),
        );
    },
    async read(cloud, RoleName) {
        const { Role } = await client(cloud).send(new sdk.GetRoleCommand({ RoleName }));
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
            tags: tagObject(Role?.Tags),
        };
    },
    async delete(cloud, RoleName, { forceDetachPolicies }) {
        if (forceDetachPolicies) await strip(cloud, RoleName);
        await client(cloud).send(new sdk.DeleteRoleCommand({ RoleName }));
    },
});

async function strip(cloud: Aws, RoleName: string): Promise<void> {
    const attached = await client(cloud).send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
        await client(cloud).send(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    const inline = await client(cloud).send(new sdk.ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of inline.PolicyNames ?? []) {
        await client(cloud).send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
}

const rolePolicy = aws<iam.RolePolicyArgs, iam.RolePolicyState>({
    fixed: ["name", "role"],
    changeable: ["policy"],
    name: { property: "name" },
    json: ["policy"],
    create: async (_cloud, inputs) => ({ id: `${inputs.role}:${inputs.name}` }),
    async settle(cloud, id, { policy }) {
        const [RoleName, PolicyName] = id.split(":");
        await client(cloud).send(
            new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy as string }),
        );
    },
    async read(cloud, id) {
        const [RoleName, PolicyName] = id.split(":");
        const seen = await client(cloud).send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName }));
        return { name: PolicyName, role: RoleName, policy: decodeURIComponent(seen.PolicyDocument ?? "") };
    },
    async delete(cloud, id) {
        const [RoleName, PolicyName] = id.split(":");
        await client(cloud).send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName }));
    },
});

const policy = aws<iam.PolicyArgs, iam.PolicyState>({
    fixed: ["name", "path", "description"],
    changeable: ["policy", "tags"],
    name: { property: "name" },
    defaults: { path: "/" },
    json: ["policy"],
    async create(cloud, { name: PolicyName, path: Path, description: Description, policy: document, tags }) {
        const PolicyDocument = document as string;
        const made = await client(cloud).send(
            new sdk.CreatePolicyCommand({ PolicyName, Path, Description, PolicyDocument, Tags: tagList(tags) }),
        );
        return { id: made.Policy?.Arn as string };
    },
    async update(cloud, PolicyArn, inputs, old) {
        if (inputs.policy !== old.policy) {
            await forgetOldest(cloud, PolicyArn);
            const PolicyDocument = inputs.policy as string;
            await client(cloud).send(
                new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
            );
        }
        await retag(
            old.tags,
            inputs.tags,
            (TagKeys) => client(cloud).send(new sdk.UntagPolicyCommand({ PolicyArn, TagKeys })),
            (tags) => client(cloud).send(new sdk.TagPolicyCommand({ PolicyArn, Tags: tagList(tags) })),
        );
    },
    async read(cloud, PolicyArn) {
        const { Policy } = await client(cloud).send(new sdk.GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion } = await client(cloud).send(
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
            tags: tagObject(Policy?.Tags),
        };
    },
    async delete(cloud, PolicyArn) {
        for (const VersionId of await oldVersions(cloud, PolicyArn)) {
            await client(cloud).send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
        }
        await client(cloud).send(new sdk.DeletePolicyCommand({ PolicyArn }));
    },
});

/** The versions of a policy that are not in force, the newest first. */
async function oldVersions(cloud: Aws, PolicyArn: string): Promise<(string | undefined)[]> {
    const { Versions = [] } = await client(cloud).send(new sdk.ListPolicyVersionsCommand({ PolicyArn }));
    const byDate = Versions.sort((one, other) => Number(other.CreateDate ?? 0) - Number(one.CreateDate ?? 0));
    return byDate.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(({ VersionId }) => VersionId);
}

/** IAM keeps five versions of a policy and refuses a sixth. */
async function forgetOldest(cloud: Aws, PolicyArn: string): Promise<void> {
    const old = await oldVersions(cloud, PolicyArn);
    if (old.length < 4) return;
    await client(cloud).send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: old.at(-1) }));
}

const openIdConnectProvider = aws<iam.OpenIdConnectProviderArgs, iam.OpenIdConnectProviderState>({
    fixed: ["url"],
    changeable: ["clientIdLists", "thumbprintLists", "tags"],
    computed: ["thumbprintLists"],
    async create(cloud, { url: Url, clientIdLists: ClientIDList, thumbprintLists: ThumbprintList, tags }) {
        const made = await client(cloud).send(
            new sdk.CreateOpenIDConnectProviderCommand({ Url, ClientIDList, ThumbprintList, Tags: tagList(tags) }),
        );
        return { id: made.OpenIDConnectProviderArn as string };
    },
    async update(cloud, OpenIDConnectProviderArn, inputs, old) {
        const [now, before] = [inputs.clientIdLists, old.clientIdLists];
        for (const ClientID of now.filter((each) => !before.includes(each))) {
            await client(cloud).send(
                new sdk.AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
            );
        }
        for (const ClientID of before.filter((each) => !now.includes(each))) {
            await client(cloud).send(
                new sdk.RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
            );
        }
        if (inputs.thumbprintLists && !same(inputs.thumbprintLists, old.thumbprintLists)) {
            const ThumbprintList = inputs.thumbprintLists;
            await client(cloud).send(
                new sdk.UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }),
            );
        }
        await retag(
            old.tags,
            inputs.tags,
            (TagKeys) =>
                client(cloud).send(new sdk.UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys })),
            (tags) =>
                client(cloud).send(
                    new sdk.TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags: tagList(tags) }),
                ),
        );
    },
    async read(cloud, OpenIDConnectProviderArn) {
        const seen = await client(cloud).send(new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
        return {
            arn: OpenIDConnectProviderArn,
            url: seen.Url?.replace(/^(https:\/\/)?/, "https://"), // IAM answers without it
            clientIdLists: seen.ClientIDList,
            thumbprintLists: seen.ThumbprintList ?? [],
            tags: tagObject(seen.Tags),
        };
    },
    async delete(cloud, OpenIDConnectProviderArn) {
        await client(cloud).send(new sdk.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    },
});

/** The account's provider for a URL, which has one ARN. */
async function getOpenIdConnectProvider(cloud: Aws, args: Props): Promise<Props> {
    const { OpenIDConnectProviderList = [] } = await client(cloud).send(new sdk.ListOpenIDConnectProvidersCommand());
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
