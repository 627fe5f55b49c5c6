import { createHash, randomBytes } from "node:crypto";
import type { Place } from "../piece";
import { same } from "../same";
import { Refusal, type Routes } from "./call";
import type { Proof, State } from "./state";

const root = "/brokers/";

/** Where a cluster's broker asks whose a key is, and what it shows, so that nobody else may ask. */
export const loginsOf = ({ ports, secrets }: Pick<Place, "ports" | "secrets">, cluster: string) => ({
    url: `http://127.0.0.1:${ports.confluent}${root}${cluster}/owner`,
    token: secrets.brokerToken,
});

export const isOfBrokers = (path: string) => path.startsWith(root);

/** The one request that is not Confluent's: a broker's, with a client's key and secret as they came to it. */
export const logins: Routes = {
    [`GET ${root}{broker}/owner`]: ({ cloud: { state }, params: { broker = "" }, caller: { key, secret } }) => {
        const owner = ownerOf(state, broker, key, secret);
        if (!owner) throw new Refusal(401, "Authentication failed: no API key of this cluster, or not its secret.");
        return { status: 200, body: owner };
    },
};

/** The service account that a key of a cluster and its secret stand for. */
export function ownerOf(
    { apiKeys }: Pick<State, "apiKeys">,
    cluster: string,
    key: string,
    secret: string,
): string | undefined {
    const known = Object.hasOwn(apiKeys, key) ? apiKeys[key] : undefined;
    return known?.cluster === cluster && proves(secret, known.proof) ? known.owner : undefined;
}

/** What is kept of a secret. One round is enough: 384 random bits are not guessed, however fast one tries. */
export function proofOf(secret: string, salt = randomBytes(16).toString("base64")): Proof {
    return { salt, hash: createHash("sha256").update(`${salt}:${secret}`).digest("base64") };
}

const proves = (secret: string, { salt, hash }: Proof) => same(proofOf(secret, salt).hash, hash);
