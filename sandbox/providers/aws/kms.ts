import * as sdk from "@aws-sdk/client-kms";
import type { kms } from "@pulumi/aws";
import { type Aws, aws } from "./cloud";
import { retag, tagObject } from "./tags";

const client = (cloud: Aws) => cloud.client(sdk.KMSClient);

const key = aws<kms.KeyArgs, kms.KeyState>({
    fixed: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
    changeable: [
        "description",
        "policy",
        "bypassPolicyLockoutSafetyCheck",
        "enableKeyRotation",
        "rotationPeriodInDays",
        "isEnabled",
        "deletionWindowInDays",
        "tags",
    ],
    defaults: {
        bypassPolicyLockoutSafetyCheck: false,
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        enableKeyRotation: false,
        isEnabled: true,
        keyUsage: "ENCRYPT_DECRYPT",
    },
    json: ["policy"],
    computed: ["description", "policy", "multiRegion", "rotationPeriodInDays"],
    async create(cloud, inputs) {
        const { KeyMetadata } = await client(cloud).send(
            new sdk.CreateKeyCommand({
                Description: inputs.description,
                KeySpec: inputs.customerMasterKeySpec as sdk.KeySpec,
                KeyUsage: inputs.keyUsage as sdk.KeyUsageType,
                MultiRegion: inputs.multiRegion,
                Policy: inputs.policy,
                BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
                Tags: kmsTags(inputs.tags),
            }),
        );
        return { id: KeyMetadata?.KeyId as string };
    },
    async settle(cloud, KeyId, inputs, old) {
        const { enableKeyRotation, rotationPeriodInDays: RotationPeriodInDays } = inputs;
        if (enableKeyRotation)
            await client(cloud).send(new sdk.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
        else if (old) await client(cloud).send(new sdk.DisableKeyRotationCommand({ KeyId }));
        if (!inputs.isEnabled) await client(cloud).send(new sdk.DisableKeyCommand({ KeyId }));
    },
    async update(cloud, KeyId, inputs, old) {
        if (inputs.isEnabled && !old.isEnabled) await client(cloud).send(new sdk.EnableKeyCommand({ KeyId }));
        if (inputs.description !== old.description) {
            const Description = inputs.description ?? "";
            await client(cloud).send(new sdk.UpdateKeyDescriptionCommand({ KeyId, Description }));
        }
        if (inputs.policy && inputs.policy !== old.policy) {
            const BypassPolicyLockoutSafetyCheck = inputs.bypassPolicyLockoutSafetyCheck;
            await client(cloud).send(
                new sdk.PutKeyPolicyCommand({ KeyId, Policy: inputs.policy, BypassPolicyLockoutSafetyCheck }),
            );
        }
        await retag(
            old.tags,
            inputs.tags,
            (TagKeys) => client(cloud).send(new sdk.UntagResourceCommand({ KeyId, TagKeys })),
            (tags) => client(cloud).send(new sdk.TagResourceCommand({ KeyId, Tags: kmsTags(tags) })),
        );
    },
    async read(cloud, KeyId) {
        const { KeyMetadata } = await client(cloud).send(new sdk.DescribeKeyCommand({ KeyId }));
        if (!KeyMetadata || KeyMetadata.KeyState === "PendingDeletion") return undefined;
        const { Policy } = await client(cloud).send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
        const rotation = await client(cloud).send(new sdk.GetKeyRotationStatusCommand({ KeyId }));
        const { Tags } = await client(cloud).send(new sdk.ListResourceTagsCommand({ KeyId }));
        return {
            arn: KeyMetadata.Arn,
            keyId: KeyMetadata.KeyId,
            description: KeyMetadata.Description,
            customerMasterKeySpec: KeyMetadata.KeySpec,
            keyUsage: KeyMetadata.KeyUsage,
            multiRegion: KeyMetadata.MultiRegion ?? false,
            isEnabled: KeyMetadata.Enabled,
            enableKeyRotation: rotation.KeyRotationEnabled,
            rotationPeriodInDays: rotation.KeyRotationEnabled ? (rotation.RotationPeriodInDays ?? 365) : undefined,
            policy: Policy,
            tags: tagObject(Tags),
        };
    },
    async delete(cloud, KeyId, { deletionWindowInDays: PendingWindowInDays = 30 }) {
        await client(cloud).send(new sdk.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    },
});

const kmsTags = (tags: Record<string, string> | undefined) =>
    Object.entries(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const alias = aws<kms.AliasArgs, kms.AliasState>({
    fixed: ["name"],
    changeable: ["targetKeyId"],
    name: { property: "name", prefix: "alias/" },
    async create(cloud, { name: AliasName, targetKeyId: TargetKeyId }) {
        await client(cloud).send(new sdk.CreateAliasCommand({ AliasName, TargetKeyId }));
        return { id: AliasName as string };
    },
    async update(cloud, AliasName, { targetKeyId: TargetKeyId }) {
        await client(cloud).send(new sdk.UpdateAliasCommand({ AliasName, TargetKeyId }));
    },
    async read(cloud, name) {
        for await (const { Aliases } of sdk.paginateListAliases({ client: client(cloud) }, {})) {
            const found = Aliases?.find(({ AliasName }) => AliasName === name);
            if (found) {
                const { KeyMetadata } = await client(cloud).send(new sdk.DescribeKeyCommand({ KeyId: name }));
                return { name, arn: found.AliasArn, targetKeyId: found.TargetKeyId, targetKeyArn: KeyMetadata?.Arn };
            }
        }
        return undefined;
    },
    async delete(cloud, AliasName) {
        await client(cloud).send(new sdk.DeleteAliasCommand({ AliasName }));
    },
});

export const types = { "kms/key:Key": key, "kms/alias:Alias": alias };
