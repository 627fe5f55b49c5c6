import { type CostlyResource, mustBeAbsent, mustBeOff } from "../denied-resource";

export const kmsKey: CostlyResource = {
    label: "a KMS key",
    types: ["aws:kms/key:Key", "aws:kms/externalKey:ExternalKey"],
    constraints: { multiRegion: mustBeOff, customKeyStoreId: mustBeAbsent },
    monthly: [
        { usd: 1, unit: "key and region" },
        { usd: 1, unit: "each of its first two rotations" },
    ],
    usage: [
        {
            usd: 0.03,
            unit: "10,000 requests beyond 20,000 a month",
            assumption: "keyRequests",
            unitCount: 10_000,
            freeUnits: 20_000,
        },
    ],
    source: "infracost kms_key, aws.amazon.com/kms/pricing",
    alternative: "core's KMS key",
    actions: ["kms:CreateKey"],
};

export const kmsReplica: CostlyResource = {
    label: "a KMS replica key",
    types: ["aws:kms/replicaKey:ReplicaKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"],
    monthly: [{ usd: 1, unit: "replica" }],
    source: "infracost kms_key",
    alternative: "core's KMS key",
    actions: ["kms:ReplicateKey"],
};

export const keyStore: CostlyResource = {
    label: "a custom key store",
    types: ["aws:kms/customKeyStore:CustomKeyStore"],
    monthly: [{ usd: 1168, unit: "HSM" }],
    source: "infracost cloudhsm_v2_hsm",
    alternative: "core's KMS key",
    actions: ["kms:CreateCustomKeyStore"],
};

export const secret: CostlyResource = {
    label: "a secret in Secrets Manager",
    types: ["aws:secretsmanager/secret:Secret"],
    constraints: { replicas: mustBeAbsent, recoveryWindowInDays: { atMost: 0 } },
    monthly: [{ usd: 0.4, unit: "secret and replica" }],
    usage: [{ usd: 0.05, unit: "10,000 calls", assumption: "secretCalls", unitCount: 10_000 }],
    source: "infracost secretsmanager_secret",
    alternative: "one region and recoveryWindowInDays 0 (a secret scheduled for deletion blocks its name)",
    actions: ["secretsmanager:CreateSecret", "secretsmanager:ReplicateSecretToRegions"],
};
