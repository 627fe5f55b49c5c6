import type { Brokers } from "../kafka/broker";
import type { StateStore } from "./state";

export interface EmulatorContext extends StateStore {
    /** Whether the caller administers the organization; anybody else sees nothing. */
    isAdministrator: boolean;
    /** A broker for each cluster. */
    brokers: Brokers;
    /** This emulator's URL, as clients get it. */
    baseUrl: string;
    /** Updates the brokers' ACLs to match the role bindings. */
    syncRoleBindings(): Promise<void>;
    /** Sets a cluster to PROVISIONED once its broker answers. */
    provision(cluster: string): Promise<void>;
}

export interface EmulatorCall {
    context: EmulatorContext;
    /** Values of the route's {placeholders}. */
    params: Record<string, string>;
    query: URLSearchParams;
    body: Record<string, unknown>;
    caller: { key: string; secret: string };
}

export interface EmulatorResponse {
    status: number;
    body?: unknown;
}

/** Handlers by `METHOD /path/{part}`. */
export type Routes = Record<string, (call: EmulatorCall) => EmulatorResponse | Promise<EmulatorResponse>>;

/** A refusal with its HTTP status. `code` is the error code of Kafka REST or of the role bindings' service, if it has one. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly code = status,
    ) {
        super(message);
    }
}

export const createNotFoundError = (what: string, id: string) => new ApiError(404, `${what} ${id} does not exist.`);

/** What Confluent Cloud answers where it does not tell "you may not" from "there is none". */
export const createForbiddenError = () => new ApiError(403, "Forbidden Access");

/**
 * The types that Confluent Cloud answers with 403 once they are gone, by the official provider's recorded answers
 * (internal/testdata: kafka/read_deleted_kafka.json, apikey/read_deleted_kafka_api_key.json, role_binding/
 * read_deleted_role_binding.json). Environments and service accounts are a 404 (read_deleted_env.json, read_deleted_sa.json).
 */
const errorsOfMissing: Record<string, () => ApiError> = {
    Cluster: createForbiddenError,
    "API key": createForbiddenError,
    "Role binding": () =>
        new ApiError(403, "Either unauthorized to access role binding or role binding does not exist", 40301),
};

/** One item by its id. Throws the real API's answer for what is gone, which a provider reads as "deleted". */
export function getItem<T>(items: Record<string, T>, id: string, what: string): T {
    const item = Object.hasOwn(items, id) ? items[id] : undefined;
    if (!item) throw errorsOfMissing[what]?.() ?? createNotFoundError(what, id);
    return item;
}

/** Reads one field of a request's body by its path, e.g. `spec.owner.id`; undefined if it is absent. */
export function readField(body: Record<string, unknown>, path: string): unknown {
    return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body);
}

export function readStringField(body: Record<string, unknown>, path: string): string | undefined {
    const value = readField(body, path);
    if (value === undefined || typeof value === "string") return value;
    throw new ApiError(400, `${path} is ${JSON.stringify(value)}; it must be a string.`);
}

export function readRequiredString(body: Record<string, unknown>, path: string): string {
    const value = readStringField(body, path);
    if (!value) throw new ApiError(400, `${path} is missing; it must be a non-empty string.`);
    return value;
}

/** The real API's limit. */
const maxPageSize = 100;

/** A page of a list, as in the Cloud API: the last page has no `next`; with `next: null` the official provider panics. */
export function buildPage(call: EmulatorCall, version: string, kind: string, all: unknown[]): EmulatorResponse {
    const size = Math.max(1, Number(call.query.get("page_size") ?? 10) || 10);
    if (size > maxPageSize) throw new ApiError(400, `page_size is ${size}; it must be at most ${maxPageSize}.`);
    const from = Number(call.query.get("page_token") ?? 0) || 0;
    const query = new URLSearchParams(call.query);
    query.set("page_token", String(from + size));
    const path = `${call.context.baseUrl}/${version}/${collectionNames[kind]}`;
    const metadata = { first: path, total_size: all.length };
    return {
        status: 200,
        body: {
            api_version: version,
            kind: `${kind}List`,
            metadata: from + size < all.length ? { ...metadata, next: `${path}?${query}` } : metadata,
            data: all.slice(from, from + size),
        },
    };
}

const collectionNames: Record<string, string> = {
    Organization: "organizations",
    Environment: "environments",
    Cluster: "clusters",
    ServiceAccount: "service-accounts",
    ApiKey: "api-keys",
    RoleBinding: "role-bindings",
};
