import { randomBytes, randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { writeFileAtomically } from "../../util/write-file-atomically";
import type { BrokerPorts } from "../kafka/broker";

/** What is stored outside the brokers. It has no secrets: only a salted hash of each key's. */
export interface EmulatorState {
    organization: string;
    environments: Record<string, ConfluentEnvironment>;
    clusters: Record<string, Cluster>;
    serviceAccounts: Record<string, ServiceAccount>;
    apiKeys: Record<string, ApiKey>;
    roleBindings: Record<string, RoleBinding>;
}

interface Timestamped {
    created_at: string;
    updated_at: string;
}

export interface ConfluentEnvironment extends Timestamped {
    display_name: string;
    stream_governance_config?: { package: string };
}

export interface Cluster extends Timestamped {
    display_name: string;
    environment: string;
    availability: string;
    cloud: string;
    region: string;
    max_ecku?: number;
    deletion_protection: boolean;
    phase: "PROVISIONING" | "PROVISIONED";
    /** The broker's, fixed because states and outputs contain them. */
    ports: BrokerPorts;
}

export interface ServiceAccount extends Timestamped {
    display_name: string;
    description: string;
}

export interface ApiKey extends Timestamped {
    display_name: string;
    description: string;
    owner: string;
    /** @default it is a Cloud API key */
    cluster?: string;
    proof: SecretHash;
}

/** Recognizes a secret without storing it. */
export interface SecretHash {
    salt: string;
    hash: string;
}

export interface RoleBinding extends Timestamped {
    principal: string;
    role_name: string;
    crn_pattern: string;
}

export interface StateStore {
    state: EmulatorState;
    save(): Promise<void>;
}

/** Stores the state in one file. */
export function openStore(file: string): StateStore {
    const state: EmulatorState = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : createState();
    return {
        state,
        async save() {
            await mkdir(dirname(file), { recursive: true });
            writeFileAtomically(file, `${JSON.stringify(state, null, 4)}\n`);
        },
    };
}

/** A state with nothing in it. */
export const createState = (): EmulatorState => ({
    organization: `${generateHex(4)}-${generateHex(2)}-${generateHex(2)}-${generateHex(2)}-${generateHex(6)}`,
    environments: {},
    clusters: {},
    serviceAccounts: {},
    apiKeys: {},
    roleBindings: {},
});

const generateHex = (bytes: number) => randomBytes(bytes).toString("hex");

/** An id as Confluent Cloud forms it, e.g. env-3kx9q1. */
export const generateId = (prefix: string) => `${prefix}-${pickRandom("abcdefghijklmnopqrstuvwxyz0123456789", 6)}`;

export const generateKeyId = () => pickRandom("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);

/** 64 characters with + and / among them, as in Confluent Cloud, so that what breaks on those breaks here first. */
export const generateSecret = () => randomBytes(48).toString("base64");

const pickRandom = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

export const createTimestamps = (): Timestamped => ({
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
});

export const touch = (item: Timestamped) => {
    item.updated_at = new Date().toISOString();
};
