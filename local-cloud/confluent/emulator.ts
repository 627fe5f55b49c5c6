import { createServer, type IncomingMessage, type Server } from "node:http";
import { BrokerError, type Brokers } from "../kafka/broker";
import { timingSafeEqualStrings } from "../timing-safe-equal";
import { acls } from "./acls";
import { apiKeys } from "./api-keys";
import { clusters } from "./clusters";
import { environments } from "./environments";
import { findKeyOwner, isBrokerPath, keyOwnerRoutes } from "./key-owner";
import {
    ApiError,
    createForbiddenError,
    createNotFoundError,
    type EmulatorCall,
    type EmulatorContext,
    type EmulatorResponse,
    type Routes,
} from "./request";
import { roleBindings } from "./role-bindings";
import { syncRoleAcls } from "./role-permissions";
import { serviceAccounts } from "./service-accounts";
import { createState, type StateStore } from "./state";
import { topics } from "./topics";

export interface EmulatorOptions {
    store: StateStore;
    brokers: Brokers;
    cloudKey: { key: string; secret: string };
    /** Token with which a broker asks who owns a key. */
    brokerToken: string;
    baseUrl: string;
    /** Every how many requests of the Cloud API one is refused as one too many; 0 refuses none. @default 0 */
    throttleEvery?: number;
    /** Called when a broker does not start. */
    onBrokerLost: (why: Error) => void;
    /** Gets a line per request: method, path, status, key; never a query, a body or a secret. */
    log: (line: string) => void;
}

/**
 * The few resources of Confluent Cloud that devmin uses, over HTTP, on real brokers. Resolves when the brokers of all clusters answer
 * and have the ACLs of the state.
 */
export async function createEmulator(options: EmulatorOptions): Promise<Server> {
    const { store, brokers, cloudKey, baseUrl, throttleEvery = 0, onBrokerLost, log } = options;
    let requestCount = 0;
    const { state, save } = store;
    const runExclusive = createQueue();
    const finishProvisioning = async (id: string) => {
        await brokers.waitUntilReady(id);
        await runExclusive(async () => {
            const cluster = state.clusters[id];
            if (!cluster) return; // deleted in the meantime
            await syncRoleAcls(state, id, brokers.get(id));
            cluster.phase = "PROVISIONED";
            await save();
        });
    };
    const cloud: EmulatorContext = {
        ...store,
        isAdministrator: true,
        brokers,
        baseUrl,
        async syncRoleBindings() {
            const provisionedIds = Object.keys(state.clusters).filter(
                (id) => state.clusters[id]?.phase === "PROVISIONED",
            );
            await Promise.all(provisionedIds.map((id) => syncRoleAcls(state, id, brokers.get(id))));
        },
        provision: (id) => finishProvisioning(id).catch(onBrokerLost),
    };
    for (const [id, { ports }] of Object.entries(state.clusters)) await brokers.start(id, ports);
    await Promise.all(Object.keys(state.clusters).map(finishProvisioning));

    async function handleRequest(request: IncomingMessage, url: URL): Promise<EmulatorResponse> {
        const caller = parseCaller(request);
        authenticate(cloud, options, request, url.pathname, caller);
        if (isCloudApi(url.pathname)) requestCount += 1;
        if (throttleEvery > 0 && requestCount === throttleEvery) {
            requestCount = 0;
            throw new ApiError(429, "Too many requests: send it again after the time in the header Retry-After.");
        }
        const { params, handler } = matchRoute(request.method ?? "", url.pathname);
        if (params.cluster && cloud.state.apiKeys[caller.key]?.cluster !== params.cluster) {
            throw createNotFoundError("Cluster", params.cluster);
        }
        const isRestricted = isCloudApi(url.pathname) && caller.key !== cloudKey.key;
        if (isRestricted && (request.method !== "GET" || params.id)) throw createForbiddenError();
        const call: EmulatorCall = {
            context: isRestricted
                ? { ...cloud, isAdministrator: false, state: { ...createState(), organization: state.organization } }
                : cloud,
            params,
            query: url.searchParams,
            body: await readJsonBody(request),
            caller,
        };
        return request.method === "GET"
            ? handler(call)
            : runExclusive(() => runAtomically(cloud, async () => handler(call)));
    }

    return createServer(async (request, response) => {
        const started = Date.now();
        const url = new URL(`http://localhost${request.url}`);
        const { status, body } = await handleRequest(request, url).catch((error) =>
            toErrorResponse(url.pathname, error, log),
        );
        if (status === 429) {
            for (const name of ["retry-after", "x-ratelimit-reset"]) response.setHeader(name, "1");
            response.setHeader("x-ratelimit-remaining", "0");
        }
        if (body === undefined) response.writeHead(status).end();
        else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        const { key } = parseCaller(request);
        const known = key === cloudKey.key || Object.hasOwn(cloud.state.apiKeys, key) ? key : "-";
        log(`${request.method} ${url.pathname} ${status} ${known} ${Date.now() - started} ms`);
    });
}

const routes: Routes = {
    ...environments,
    ...clusters,
    ...serviceAccounts,
    ...apiKeys,
    ...roleBindings,
    ...topics,
    ...acls,
    ...keyOwnerRoutes,
};

const patterns = Object.entries(routes).map(([route, handler]) => ({
    pattern: new RegExp(`^${route.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    handler,
}));

function matchRoute(method: string, path: string) {
    for (const { pattern, handler } of patterns) {
        const match = pattern.exec(`${method} ${path}`);
        if (!match) continue;
        const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodePathPart(value)]);
        return { handler, params: Object.fromEntries(params) as Record<string, string> };
    }
    throw new ApiError(
        404,
        `The local cloud does not support ${method} ${path}; it supports ${Object.keys(routes).length} requests, listed in local-cloud/confluent.`,
    );
}

function decodePathPart(part: string) {
    try {
        return decodeURIComponent(part);
    } catch {
        throw new ApiError(400, `The path's part ${part} is not valid percent-encoded text.`);
    }
}

const isCloudApi = (path: string) => !isKafkaRest(path) && !isBrokerPath(path);
const isKafkaRest = (path: string) => path.startsWith("/kafka/");

function parseCaller(request: IncomingMessage) {
    const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ");
    const [, key = "", secret = ""] =
        scheme === "Basic" ? (/^([^:]*):(.*)$/s.exec(Buffer.from(token, "base64").toString()) ?? []) : [];
    return { key, secret };
}

/**
 * The Cloud API requires the Cloud key, or one of a service account, which sees nothing (no role that the local cloud has gives
 * rights there); Kafka REST a cluster's key, whose secret the broker checks; a broker's question its token.
 */
function authenticate(
    { state }: EmulatorContext,
    { cloudKey, brokerToken }: Pick<EmulatorOptions, "cloudKey" | "brokerToken">,
    { headers }: IncomingMessage,
    path: string,
    caller: EmulatorCall["caller"],
) {
    if (isBrokerPath(path)) {
        if (!timingSafeEqualStrings(headers["broker-token"], brokerToken))
            throw new ApiError(403, "Only this local cloud's brokers may ask who owns a key.");
    } else if (isKafkaRest(path)) {
        if (!Object.hasOwn(state.apiKeys, caller.key))
            throw new ApiError(401, "Authentication failed: unknown API key.", 40101);
    } else if (
        !timingSafeEqualStrings(`${caller.key}:${caller.secret}`, `${cloudKey.key}:${cloudKey.secret}`) &&
        !findKeyOwner(state, undefined, caller.key, caller.secret)
    ) {
        throw new ApiError(401, "invalid API key: make sure you're using a Cloud API Key and not a Cluster API Key.");
    }
}

async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    if (!text) return {};
    try {
        const body = JSON.parse(text);
        if (body && typeof body === "object" && !Array.isArray(body)) return body;
    } catch {
        // Reported below, together with JSON that is not an object.
    }
    throw new ApiError(400, "The request's body is not a JSON object.");
}

/** Kafka REST's status and error code by Kafka's own error; any other is a bad request. */
const kafkaErrors: Record<string, [status: number, code: number]> = {
    SASL_AUTHENTICATION_FAILED: [401, 40101],
    TOPIC_AUTHORIZATION_FAILED: [403, 40301],
    CLUSTER_AUTHORIZATION_FAILED: [403, 40301],
    GROUP_AUTHORIZATION_FAILED: [403, 40301],
    UNKNOWN_TOPIC_OR_PARTITION: [404, 40403],
    BROKER_NOT_AVAILABLE: [503, 50302],
    REQUEST_TIMED_OUT: [503, 50302],
};

/** An error in the format of the Cloud API or of Kafka REST. Clients retry a 5xx, so only temporary errors are one. */
function toErrorResponse(path: string, error: unknown, log: (line: string) => void): EmulatorResponse {
    const { status, code, message } = toApiError(error, log);
    if (isKafkaRest(path) || code !== status) return { status, body: { error_code: code, message } };
    const id = `${Date.now().toString(16)}${Math.random().toString(16).slice(2)}`.slice(0, 32);
    const quota = status === 402 && { code: "quota_exceeded" };
    return { status, body: { errors: [{ id, status: String(status), ...quota, detail: message, source: {} }] } };
}

function toApiError(error: unknown, log: (line: string) => void): Pick<ApiError, "status" | "code" | "message"> {
    if (error instanceof ApiError) return error;
    if (error instanceof BrokerError) {
        const [status, code] = kafkaErrors[error.code] ?? [400, 40002];
        return { status, code, message: error.message };
    }
    log(`the emulator failed: ${error instanceof Error ? error.stack : String(error)}`);
    return { status: 500, code: 500, message: "The emulator failed; the reason is in its log." };
}

/** Undoes a change of the state that fails half way, e.g. because the broker does not answer, so that the client can repeat it. */
async function runAtomically<T>(cloud: EmulatorContext, work: () => Promise<T>): Promise<T> {
    const before = structuredClone(cloud.state);
    try {
        return await work();
    } catch (error) {
        if (JSON.stringify(cloud.state) !== JSON.stringify(before)) {
            Object.assign(cloud.state, before);
            await cloud.save();
        }
        throw error;
    }
}

/** Runs changes one after another, so that none sees the unfinished state of another. */
function createQueue() {
    let last: Promise<unknown> = Promise.resolve();
    return <T>(work: () => Promise<T>): Promise<T> => {
        const current = last.then(work, work);
        last = current;
        return current;
    };
}
