import { createHash, randomBytes } from "node:crypto";
import type { LocalCloud } from "../local-service";
import { timingSafeEqualStrings } from "../timing-safe-equal";
import { ApiError, type Routes } from "./request";
import type { EmulatorState, SecretHash } from "./state";

const brokersPath = "/brokers/";

/** The URL at which a cluster's broker asks who owns a key, and the token that only brokers have. */
export const getKeyOwnerEndpoint = ({ ports, secrets }: Pick<LocalCloud, "ports" | "secrets">, cluster: string) => ({
    url: `http://127.0.0.1:${ports.confluent}${brokersPath}${cluster}/owner`,
    token: secrets.brokerToken,
});

export const isBrokerPath = (path: string) => path.startsWith(brokersPath);

/** The only request that Confluent Cloud does not have: a broker's, with a client's key and secret. */
export const keyOwnerRoutes: Routes = {
    [`GET ${brokersPath}{broker}/owner`]: ({
        context: { state },
        params: { broker = "" },
        caller: { key, secret },
    }) => {
        const owner = findKeyOwner(state, broker, key, secret);
        if (!owner)
            throw new ApiError(401, "Authentication failed: not an API key of this cluster, or not its secret.");
        return { status: 200, body: owner };
    },
};

/** The service account that owns a cluster's key, or a Cloud key without a cluster; undefined if the key or the secret is wrong. */
export function findKeyOwner(
    { apiKeys }: Pick<EmulatorState, "apiKeys">,
    cluster: string | undefined,
    key: string,
    secret: string,
): string | undefined {
    const apiKey = Object.hasOwn(apiKeys, key) ? apiKeys[key] : undefined;
    return apiKey && apiKey.cluster === cluster && isSecretValid(secret, apiKey.proof) ? apiKey.owner : undefined;
}

/** What is stored of a secret. One round is enough for 384 random bits. */
export function hashSecret(secret: string, salt = randomBytes(16).toString("base64")): SecretHash {
    return { salt, hash: createHash("sha256").update(`${salt}:${secret}`).digest("base64") };
}

const isSecretValid = (secret: string, { salt, hash }: SecretHash) =>
    timingSafeEqualStrings(hashSecret(secret, salt).hash, hash);
