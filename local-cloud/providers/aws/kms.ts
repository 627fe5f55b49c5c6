import * as sdk from "@aws-sdk/client-kms";
import type { kms } from "@pulumi/aws";
import { type AwsCloud, defineAwsType } from "./cloud";
import { applyTagChanges, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.KMSClient);

const key = defineAwsType<kms.KeyArgs, kms.KeyState>({
    replaceOnChanges: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
    updatable: [
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
    jsonInputs: ["policy"],
    computed: ["description", "policy", "multiRegion", "rotationPeriodInDays"],
    async create(cloud, inputs) {
        const { KeyMetadata } = await getClient(cloud).send(
            new sdk.CreateKeyCommand({
                Description: inputs.description,
                KeySpec: inputs.customerMasterKeySpec as sdk.KeySpec,
                KeyUsage: inputs.keyUsage as sdk.KeyUsageType,
                MultiRegion: inputs.multiRegion,
                Policy: inputs.policy,
                BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
                Tags: toKmsTags(inputs.tags),
            }),
        );
        return { id: KeyMetadata?.KeyId as string };
    },
    async finalize(cloud, KeyId, inputs, old) {
        const { enableKeyRotation, rotationPeriodInDays: RotationPeriodInDays } = inputs;
        if (enableKeyRotation)
            await getClient(cloud).send(new sdk.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
        else if (old) await getClient(cloud).send(new sdk.DisableKeyRotationCommand({ KeyId }));
        if (!inputs.isEnabled) await getClient(cloud).send(new sdk.DisableKeyCommand({ KeyId }));
    },
    async update(cloud, KeyId, inputs, old) {
        if (inputs.isEnabled && !old.isEnabled) await getClient(cloud).send(new sdk.EnableKeyCommand({ KeyId }));
        if (inputs.description !== old.description) {
            const Description = inputs.description ?? "";
            await getClient(cloud).send(new sdk.UpdateKeyDescriptionCommand({ KeyId, Description }));
        }
        if (inputs.policy && inputs.policy !== old.policy) {
            const BypassPolicyLockoutSafetyCheck = inputs.bypassPolicyLockoutSafetyCheck;
            await getClient(cloud).send(
                new sdk.PutKeyPolicyCommand({ KeyId, Policy: inputs.policy, BypassPolicyLockoutSafetyCheck }),
            );
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ KeyId, TagKeys })),
            (tags) => getClient(cloud).send(new sdk.TagResourceCommand({ KeyId, Tags: toKmsTags(tags) })),
        );
    },
    async read(cloud, KeyId) {
        const { KeyMetadata } = await getClient(cloud).send(new sdk.DescribeKeyCommand({ KeyId }));
        if (!KeyMetadata || KeyMetadata.KeyState === "PendingDeletion") return undefined;
        const { Policy } = await getClient(cloud).send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
        const rotation = await getClient(cloud).send(new sdk.GetKeyRotationStatusCommand({ KeyId }));
        const { Tags } = await getClient(cloud).send(new sdk.ListResourceTagsCommand({ KeyId }));
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
            tags: toTagObject(Tags),
        };
    },
    async delete(cloud, KeyId, { deletionWindowInDays: PendingWindowInDays = 30 }) {
        await getClient(cloud).send(new sdk.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    },
});

const toKmsTags = (tags: Record<string, string> | undefined) =>
    Object.entries(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

const alias = defineAwsType<kms.AliasArgs, kms.AliasState>({
    replaceOnChanges: ["name"],
    updatable: ["targetKeyId"],
    autoname: { property: "name", prefix: "alias/" },
    async create(cloud, { name: AliasName, targetKeyId: TargetKeyId }) {
        await getClient(cloud).send(new sdk.CreateAliasCommand({ AliasName, TargetKeyId }));
        return { id: AliasName as string };
    },
    async update(cloud, AliasName, { targetKeyId: TargetKeyId }) {
        await getClient(cloud).send(new sdk.UpdateAliasCommand({ AliasName, TargetKeyId }));
    },
    async read(cloud, name) {
        for await (const { Aliases } of sdk.paginateListAliases({ client: getClient(cloud) }, {})) {
            const found = Aliases?.find(({ AliasName }) => AliasName === name);
            if (found) {
                const { KeyMetadata } = await getClient(cloud).send(new sdk.DescribeKeyCommand({ KeyId: name }));
                return { name, arn: found.AliasArn, targetKeyId: found.TargetKeyId, targetKeyArn: KeyMetadata?.Arn };
            }
        }
        return undefined;
    },
    async delete(cloud, AliasName) {
        await getClient(cloud).send(new sdk.DeleteAliasCommand({ AliasName }));
    },
});

export const types = { "kms/key:Key": key, "kms/alias:Alias": alias };
