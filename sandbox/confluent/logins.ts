import { createHash, randomBytes } from "node:crypto";
import type { Place } from "../piece";
import { same } from "../same";
import { Refusal, type Routes } from "./call";
import type { Proof, State } from "./state";

export const ownerPath = "/broker/owner";

/** Where the broker asks whose a key is, and what it shows, so that nobody else may ask. */
export const loginsOf = ({ ports, secrets }: Pick<Place, "ports" | "secrets">) => ({
    url: `http://127.0.0.1:${ports.confluent}${ownerPath}`,
    token: secrets.brokerToken,
});

/** The one request that is not Confluent's: the broker's, with a client's key and secret as they came to it. */
export const logins: Routes = {
    [`GET ${ownerPath}`]: ({ cloud: { state }, caller: { key, secret } }) => {
        const owner = ownerOf(state, key, secret);
        if (!owner) throw new Refusal(401, "Authentication failed: unknown API key, or not its secret.");
        return { status: 200, body: owner };
    },
};

/** The service account that a key and its secret stand for. */
export function ownerOf({ apiKeys }: Pick<State, "apiKeys">, key: string, secret: string): string | undefined {
    const known = Object.hasOwn(apiKeys, key) ? apiKeys[key] : undefined;
    return known && proves(secret, known.proof) ? known.owner : undefined;
}

/** What is kept of a secret. One round is enough: 384 random bits are not guessed, however fast one tries. */
export function proofOf(secret: string, salt = randomBytes(16).toString("base64")): Proof {
    return { salt, hash: createHash("sha256").update(`${salt}:${secret}`).digest("base64") };
}

const proves = (secret: string, { salt, hash }: Proof) => same(proofOf(secret, salt).hash, hash);
