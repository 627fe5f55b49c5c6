import type { Brokers } from "../kafka/broker";
import type { Store } from "./state";

/** What every answer is made from. */
export interface Cloud extends Store {
    /** A broker for each cluster. */
    brokers: Brokers;
    /** Where this emulator is found, as told to clients. */
    http: string;
    /** Brings the brokers' rights in step with the role bindings. */
    settle(): Promise<void>;
    /** Sees to it that a cluster whose broker was started becomes PROVISIONED. */
    provision(cluster: string): Promise<void>;
}

export interface Call {
    cloud: Cloud;
    /** The parts of the path that a route names. */
    params: Record<string, string>;
    query: URLSearchParams;
    body: Record<string, unknown>;
    caller: { key: string; secret: string };
}

export interface Answer {
    status: number;
    body?: unknown;
}

/** `METHOD /path/{part}` and what answers there. */
export type Routes = Record<string, (call: Call) => Answer | Promise<Answer>>;

/** A no with a reason. `code` is Kafka REST's own error code, where it has one. */
export class Refusal extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly code = status,
    ) {
        super(message);
    }
}

export const notFound = (what: string, id: string) => new Refusal(404, `${what} ${id} does not exist.`);

/** One item by its id, or the 404 that a provider takes for "gone". */
export function find<T>(items: Record<string, T>, id: string, what: string): T {
    const item = Object.hasOwn(items, id) ? items[id] : undefined;
    if (!item) throw notFound(what, id);
    return item;
}

/** Reads one field of a request's body; undefined where it is absent and may be. */
export function field(body: Record<string, unknown>, path: string): unknown {
    return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body);
}

export function text(body: Record<string, unknown>, path: string): string | undefined {
    const value = field(body, path);
    if (value === undefined || typeof value === "string") return value;
    throw new Refusal(400, `${path} is ${JSON.stringify(value)}; it must be a string.`);
}

export function required(body: Record<string, unknown>, path: string): string {
    const value = text(body, path);
    if (!value) throw new Refusal(400, `${path} is missing; it must be a string that is not empty.`);
    return value;
}

/** A list as the Cloud API pages it: `next` is left out on the last page, never null, on which the provider panics. */
export function page(call: Call, version: string, kind: string, all: unknown[]): Answer {
    const size = Math.max(1, Number(call.query.get("page_size") ?? 10) || 10);
    const from = Number(call.query.get("page_token") ?? 0) || 0;
    const query = new URLSearchParams(call.query);
    query.set("page_token", String(from + size));
    const path = `${call.cloud.http}/${version}/${collections[kind]}`;
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

const collections: Record<string, string> = {
    Environment: "environments",
    Cluster: "clusters",
    ServiceAccount: "service-accounts",
    ApiKey: "api-keys",
    RoleBinding: "role-bindings",
};
