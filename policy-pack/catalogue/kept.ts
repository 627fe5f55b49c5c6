import type { Priced } from "./priced";

const date = "2026-11-23";

export const kmsKey: Priced = {
    what: "a KMS key",
    monthly: [{ usd: 1, each: "key" }],
    usage: [],
    source: "infracost kms_key",
    date,
};

export const secret: Priced = {
    what: "a secret in Secrets Manager",
    monthly: [{ usd: 0.4, each: "secret" }],
    usage: [],
    source: "infracost secretsmanager_secret",
    date,
};

export const publicAddress: Priced = {
    what: "a public IPv4 address",
    monthly: [{ usd: 3.65, each: "address" }],
    usage: [],
    source: "infracost eip",
    date,
};

/** The first eCKU is free, and at rest there is nothing else. */
export const basicCluster: Priced = {
    what: "a Basic Kafka cluster",
    monthly: [],
    usage: [
        { usd: 0.14, each: "hour of an eCKU beyond the first" },
        { usd: 0.05, each: "GB in or out" },
        { usd: 0.08, each: "GB kept a month" },
    ],
    source: "confluent.io/pricing",
    date: "2026-09-05",
};
