import type { Brokers } from "../kafka/broker";
import type { StateStore } from "./state";

/** What every answer is made from. */
export interface EmulatorContext extends StateStore {
    /** A broker for each cluster. */
    brokers: Brokers;
    /** Where this emulator is found, as told to clients. */
    baseUrl: string;
    /** Brings the brokers' rights in step with the role bindings. */
    syncRoleBindings(): Promise<void>;
    /** Sees to it that a cluster whose broker was started becomes PROVISIONED. */
    provision(cluster: string): Promise<void>;
}

export interface EmulatorCall {
    context: EmulatorContext;
    /** The parts of the path that a route names. */
    params: Record<string, string>;
    query: URLSearchParams;
    body: Record<string, unknown>;
    caller: { key: string; secret: string };
}

export interface EmulatorResponse {
    status: number;
    body?: unknown;
}

/** `METHOD /path/{part}` and what answers there. */
export type Routes = Record<string, (call: EmulatorCall) => EmulatorResponse | Promise<EmulatorResponse>>;

/** A no with a reason. `code` is Kafka REST's own error code, where it has one. */
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

/** One item by its id, or the 404 that a provider takes for "gone". */
export function getItem<T>(items: Record<string, T>, id: string, what: string): T {
    const item = Object.hasOwn(items, id) ? items[id] : undefined;
    if (!item) throw createNotFoundError(what, id);
    return item;
}

/** Reads one field of a request's body; undefined where it is absent and may be. */
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
    if (!value) throw new ApiError(400, `${path} is missing; it must be a string that is not empty.`);
    return value;
}

/** A list as the Cloud API pages it: `next` is left out on the last page, never null, on which the provider panics. */
export function buildPage(call: EmulatorCall, version: string, kind: string, all: unknown[]): EmulatorResponse {
    const size = Math.max(1, Number(call.query.get("page_size") ?? 10) || 10);
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
    Environment: "environments",
    Cluster: "clusters",
    ServiceAccount: "service-accounts",
    ApiKey: "api-keys",
    RoleBinding: "role-bindings",
};
