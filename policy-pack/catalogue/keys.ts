import { absent, type Footgun, off } from "./footgun";

export const kmsKey: Footgun = {
    what: "a KMS key",
    types: ["aws:kms/key:Key", "aws:kms/externalKey:ExternalKey"],
    decides: { multiRegion: off, customKeyStoreId: absent },
    monthly: [
        { usd: 1, each: "key and region" },
        { usd: 1, each: "each of its first two rotations" },
    ],
    usage: [
        {
            usd: 0.03,
            each: "10,000 requests beyond 20,000 a month",
            assumed: "keyRequests",
            per: 10_000,
            included: 20_000,
        },
    ],
    source: "infracost kms_key, aws.amazon.com/kms/pricing",
    instead: "core's one key",
    actions: ["kms:CreateKey"],
};

export const kmsReplica: Footgun = {
    what: "a KMS key's replica",
    types: ["aws:kms/replicaKey:ReplicaKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"],
    monthly: [{ usd: 1, each: "replica" }],
    source: "infracost kms_key",
    instead: "core's one key",
    actions: ["kms:ReplicateKey"],
};

export const keyStore: Footgun = {
    what: "a key store of your own",
    types: ["aws:kms/customKeyStore:CustomKeyStore"],
    monthly: [{ usd: 1168, each: "HSM behind it" }],
    source: "infracost cloudhsm_v2_hsm",
    instead: "core's one key",
    actions: ["kms:CreateCustomKeyStore"],
};

export const secret: Footgun = {
    what: "a secret in Secrets Manager",
    types: ["aws:secretsmanager/secret:Secret"],
    decides: { replicas: absent, recoveryWindowInDays: { atMost: 0 } },
    monthly: [{ usd: 0.4, each: "secret, and again for each replica" }],
    usage: [{ usd: 0.05, each: "10,000 calls", assumed: "secretCalls", per: 10_000 }],
    source: "infracost secretsmanager_secret",
    instead: "one region, and recoveryWindowInDays 0, as a secret that waits for its deletion keeps its name",
    actions: ["secretsmanager:CreateSecret", "secretsmanager:ReplicateSecretToRegions"],
};
