import * as sdk from "@aws-sdk/client-iam";
import type { iam } from "@pulumi/aws";
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

export const types = { "iam/role:Role": role, "iam/rolePolicy:RolePolicy": rolePolicy };
