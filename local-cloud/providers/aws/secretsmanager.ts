import * as sdk from "@aws-sdk/client-secrets-manager";
import type { secretsmanager } from "@pulumi/aws";
import { type AwsCloud, defineAwsType, ignoreNotFound } from "./cloud";
import { applyTagChanges, toTagList, toTagObject } from "./tags";

const getClient = (cloud: AwsCloud) => cloud.getClient(sdk.SecretsManagerClient);

const secret = defineAwsType<secretsmanager.SecretArgs, secretsmanager.SecretState>({
    replaceOnChanges: ["name"],
    updatable: ["description", "kmsKeyId", "policy", "recoveryWindowInDays", "forceOverwriteReplicaSecret", "tags"],
    autoname: { property: "name" },
    defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
    jsonInputs: ["policy"],
    computed: ["policy"],
    async create(cloud, { name: Name, description: Description, kmsKeyId: KmsKeyId, tags }) {
        const Tags = toTagList(tags);
        const made = await getClient(cloud).send(new sdk.CreateSecretCommand({ Name, Description, KmsKeyId, Tags }));
        return { id: made.ARN as string };
    },
    async finalize(cloud, SecretId, { policy: ResourcePolicy }, old) {
        if (ResourcePolicy) {
            await getClient(cloud).send(new sdk.PutResourcePolicyCommand({ SecretId, ResourcePolicy: ResourcePolicy }));
        } else if (old?.policy) {
            await getClient(cloud).send(new sdk.DeleteResourcePolicyCommand({ SecretId }));
        }
    },
    async update(cloud, SecretId, inputs, old) {
        const { description, kmsKeyId: KmsKeyId } = inputs;
        if (description !== old.description || KmsKeyId !== old.kmsKeyId) {
            await getClient(cloud).send(
                new sdk.UpdateSecretCommand({ SecretId, Description: description ?? "", KmsKeyId }),
            );
        }
        await applyTagChanges(
            old.tags,
            inputs.tags,
            (TagKeys) => getClient(cloud).send(new sdk.UntagResourceCommand({ SecretId, TagKeys })),
            (tags) => getClient(cloud).send(new sdk.TagResourceCommand({ SecretId, Tags: toTagList(tags) })),
        );
    },
    async read(cloud, SecretId) {
        const seen = await getClient(cloud).send(new sdk.DescribeSecretCommand({ SecretId }));
        if (seen.DeletedDate) return undefined;
        const policy = await ignoreNotFound(getClient(cloud).send(new sdk.GetResourcePolicyCommand({ SecretId })));
        return {
            arn: seen.ARN,
            name: seen.Name,
            description: seen.Description,
            kmsKeyId: seen.KmsKeyId,
            policy: policy?.ResourcePolicy,
            tags: toTagObject(seen.Tags),
        };
    },
    async delete(cloud, SecretId, { recoveryWindowInDays: days }) {
        const deletionOptions = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
        await getClient(cloud).send(new sdk.DeleteSecretCommand({ SecretId, ...deletionOptions }));
    },
});

const CURRENT = "AWSCURRENT";

const secretVersion = defineAwsType<secretsmanager.SecretVersionArgs, secretsmanager.SecretVersionState>({
    replaceOnChanges: ["secretId", "secretString", "secretBinary"],
    updatable: [],
    computed: ["versionStages"],
    async create(cloud, { secretId: SecretId, secretString: SecretString, secretBinary }) {
        const SecretBinary = secretBinary === undefined ? undefined : Buffer.from(secretBinary, "base64");
        const made = await getClient(cloud).send(
            new sdk.PutSecretValueCommand({ SecretId, SecretString, SecretBinary }),
        );
        return { id: `${SecretId}|${made.VersionId}` };
    },
    async read(cloud, id) {
        const [SecretId, VersionId] = id.split("|");
        const { DeletedDate } = await getClient(cloud).send(new sdk.DescribeSecretCommand({ SecretId }));
        if (DeletedDate) return undefined;
        await getClient(cloud).send(new sdk.ListSecretVersionIdsCommand({ SecretId }));
        const seen = await getClient(cloud).send(new sdk.GetSecretValueCommand({ SecretId, VersionId }));
        return {
            arn: seen.ARN,
            secretArn: seen.ARN,
            secretId: SecretId,
            versionId: seen.VersionId,
            versionStages: seen.VersionStages,
            hasSecretStringWo: false,
            secretString: seen.SecretString,
            ...(seen.SecretBinary && { secretBinary: Buffer.from(seen.SecretBinary).toString("base64") }),
        };
    },
    /** Removes only stages in the state, like the official provider, so that a version that was current stays AWSPREVIOUS. */
    async delete(cloud, id, { versionStages = [] }) {
        const [SecretId, RemoveFromVersionId] = id.split("|");
        for (const VersionStage of versionStages.filter((stage) => stage !== CURRENT)) {
            await getClient(cloud).send(
                new sdk.UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }),
            );
        }
    },
});

export const types = {
    "secretsmanager/secret:Secret": secret,
    "secretsmanager/secretVersion:SecretVersion": secretVersion,
};
