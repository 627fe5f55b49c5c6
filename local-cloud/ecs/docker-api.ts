import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../local-service";
import { timingSafeEqualStrings } from "../timing-safe-equal";
import type { Container } from "./container";
import { type Containers, NameConflictError, toCredentialsDocument } from "./containers";
import { findImage, type Image, parseRepository, UnknownImageError } from "./images";
import { tokenHeader } from "./runtime-token";

interface DockerRequest {
    containers: Containers;
    images: readonly Image[];
    /** The container's or image's name in the path. */
    name: string;
    query: URLSearchParams;
    body: Record<string, unknown>;
    response: ServerResponse;
}

/** A status, and a body that is sent as JSON; undefined if the route has already answered. */
type DockerResponse = { status: number; body?: unknown } | undefined;
type Route = [
    method: string,
    path: RegExp,
    answer: (request: DockerRequest) => Promise<DockerResponse> | DockerResponse,
];

class NotFoundError extends Error {}

const buildOkResponse = (body: unknown) => ({ status: 200, body });
const noContent = { status: 204 };

/** The calls the emulator's Docker client makes when it runs ECS tasks, and no others. */
const routes: readonly Route[] = [
    ["GET", /^\/_ping$/, () => buildOkResponse("OK")],
    [
        "GET",
        /^\/version$/,
        () =>
            buildOkResponse({
                Version: "devmin",
                ApiVersion: "1.45",
                MinAPIVersion: "1.24",
                Os: "linux",
                Arch: process.arch,
            }),
    ],

    // Images are not pulled: those in the table exist.
    [
        "POST",
        /^\/images\/create$/,
        ({ images, query }) => {
            findImage(images, query.get("fromImage") ?? "");
            return buildOkResponse({ status: "Image is up to date" });
        },
    ],
    ["GET", /^\/images\/(.+)\/json$/, ({ images, name }) => buildOkResponse(describeImage(images, name))],
    ["POST", /^\/images\/(.+)\/tag$/, () => ({ status: 201 })],
    [
        "GET",
        /^\/distribution\/(.+)\/json$/,
        ({ images, name }) => {
            findImage(images, name);
            return buildOkResponse({
                Descriptor: {
                    mediaType: "application/vnd.oci.image.index.v1+json",
                    digest: toImageDigest(name),
                    size: 0,
                },
            });
        },
    ],

    [
        "GET",
        /^\/containers\/json$/,
        ({ containers, query }) => {
            const { label = [], status } = parseFilters(query);
            const wanted = containers
                .list()
                .filter(({ record }) => label.every((text) => hasLabel(record.labels, text)))
                .filter((container) =>
                    status
                        ? status.includes(container.status)
                        : isAllRequested(query) || container.status === "running",
                );
            return buildOkResponse(wanted.map(toContainerSummary));
        },
    ],
    [
        "POST",
        /^\/containers\/create$/,
        async ({ containers, query, body }) => {
            const { record } = await containers.create(
                query.get("name") ?? "",
                {
                    image: String(body.Image),
                    command: (body.Cmd as string[] | null) ?? undefined,
                    env: parseEnvironment(body.Env as string[]),
                },
                body.Labels as Record<string, string>,
            );
            return { status: 201, body: { Id: record.id, Warnings: [] } };
        },
    ],
    ["GET", /^\/containers\/([^/]*)\/json$/, (request) => buildOkResponse(toContainerDetails(getContainer(request)))],
    [
        "POST",
        /^\/containers\/([^/]+)\/start$/,
        async (request) => {
            await request.containers.start(getContainer(request));
            return noContent;
        },
    ],
    [
        "POST",
        /^\/containers\/([^/]+)\/stop$/,
        async (request) => {
            await getContainer(request).stop(Number(request.query.get("t") ?? 10));
            return noContent;
        },
    ],
    [
        "POST",
        /^\/containers\/([^/]+)\/kill$/,
        async (request) => {
            await getContainer(request).kill();
            return noContent;
        },
    ],
    [
        "POST",
        /^\/containers\/([^/]+)\/wait$/,
        async (request) => buildOkResponse({ StatusCode: await getContainer(request).ended }),
    ],
    ["GET", /^\/containers\/([^/]+)\/logs$/, (request) => sendLogs(getContainer(request), request)],
    [
        "DELETE",
        /^\/containers\/([^/]+)$/,
        async (request) => {
            const container = getContainer(request);
            if (container.status === "running" && !isFlagSet(request.query, "force")) {
                return {
                    status: 409,
                    body: {
                        message: `container ${container.record.name} is running; stop it first or force its removal.`,
                    },
                };
            }
            await request.containers.remove(container);
            return noContent;
        },
    ],
];

/** The Docker Engine API on local processes, and the URL at which each process finds its task role's credentials. */
export function createDockerApi(options: {
    containers: Containers;
    images: readonly Image[];
    token: string;
    log: Log;
}): Server {
    const server = createServer((request, response) => {
        void handleRequest(options, request, response);
    });
    // If this side closed a pooled connection in the middle of a request, the task would count as failed.
    server.keepAliveTimeout = 0;
    return server;
}

async function handleRequest(
    { containers, images, token, log }: Parameters<typeof createDockerApi>[0],
    request: IncomingMessage,
    response: ServerResponse,
): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://runtime");
    try {
        const credentials = pathname.match(/^\/credentials\/([0-9a-f]+)$/);
        if (credentials) {
            const container = containers.find(credentials[1] ?? "");
            const allowed =
                container?.status === "running" &&
                timingSafeEqualStrings(request.headers.authorization, container.token);
            if (!allowed)
                return sendResponse(response, {
                    status: 403,
                    body: { message: "only the task's own processes may read these credentials." },
                });
            return sendResponse(
                response,
                buildOkResponse(toCredentialsDocument(await containers.getCredentials(container))),
            );
        }
        if (!timingSafeEqualStrings(request.headers[tokenHeader.toLowerCase()], token)) {
            return sendResponse(response, {
                status: 401,
                body: { message: `the header ${tokenHeader} must contain this local cloud's token.` },
            });
        }
        const path = decodeURIComponent(pathname.replace(/^\/v[\d.]+(?=\/)/, ""));
        const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
        if (!route)
            throw new NotFoundError(
                `the local cloud's runtime does not support ${request.method} ${path}; add it to local-cloud/ecs/docker-api.ts.`,
            );
        const name = path.match(route[1])?.[1] ?? "";
        const dockerResponse = await route[2]({
            containers,
            images,
            name,
            query,
            body: await readJsonBody(request),
            response,
        });
        if (dockerResponse) sendResponse(response, dockerResponse);
    } catch (error) {
        const { message } = error as Error;
        const status =
            error instanceof NotFoundError || error instanceof UnknownImageError
                ? 404
                : error instanceof NameConflictError
                  ? 409
                  : 500;
        if (!(error instanceof NotFoundError)) log(`${request.method} ${pathname}: ${message}`);
        sendResponse(response, { status, body: { message } });
    }
}

function sendResponse(response: ServerResponse, { status, body }: NonNullable<DockerResponse>) {
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return text ? JSON.parse(text) : {};
}

function getContainer({ containers, name }: DockerRequest): Container {
    const container = containers.find(name);
    if (!container) throw new NotFoundError(`No such container: ${name}`);
    return container;
}

const isFlagSet = (query: URLSearchParams, name: string) => /^(1|true)$/i.test(query.get(name) ?? "");
const isAllRequested = (query: URLSearchParams) => isFlagSet(query, "all");
const parseFilters = (query: URLSearchParams) =>
    JSON.parse(query.get("filters") ?? "{}") as { label?: string[]; status?: string[] };

/** `name` or `name=value`. */
function hasLabel(labels: Record<string, string>, text: string): boolean {
    const [name = "", ...value] = text.split("=");
    return name in labels && (value.length === 0 || labels[name] === value.join("="));
}

const parseEnvironment = (lines: string[] | null) =>
    Object.fromEntries(
        (lines ?? []).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );

const toImageDigest = (reference: string) =>
    `sha256:${createHash("sha256").update(parseRepository(reference)).digest("hex")}`;

function describeImage(images: readonly Image[], reference: string) {
    findImage(images, reference);
    return {
        Id: toImageDigest(reference),
        RepoTags: [reference],
        RepoDigests: [],
        Os: "linux",
        Architecture: process.arch,
    };
}

const toContainerSummary = ({ record, status }: Container) => ({
    Id: record.id,
    Names: [`/${record.name}`],
    Image: record.asked.image,
    Labels: record.labels,
    State: status,
});

const zeroTime = "0001-01-01T00:00:00Z";
const toContainerDetails = ({ record, status, pid, health }: Container) => ({
    Id: record.id,
    Name: `/${record.name}`,
    Image: toImageDigest(record.asked.image),
    Created: record.created,
    State: {
        Status: status,
        Running: status === "running",
        Pid: pid,
        ExitCode: record.exitCode ?? 0,
        StartedAt: record.started ?? zeroTime,
        FinishedAt: record.finished ?? zeroTime,
        ...(health && { Health: { Status: health } }),
    },
    Config: { Image: record.asked.image, Labels: record.labels, Tty: false },
    HostConfig: { LogConfig: { Type: "json-file" } },
    NetworkSettings: { Networks: { local: { IPAddress: "127.0.0.1" } } },
});

function sendLogs(container: Container, { query, response }: DockerRequest): DockerResponse {
    const tail = Number(query.get("tail") ?? "all");
    response.writeHead(200, { "Content-Type": "application/vnd.docker.multiplexed-stream" });
    for (const line of container.logs.tail(Number.isNaN(tail) ? undefined : tail)) response.write(line);
    if (!isFlagSet(query, "follow")) {
        response.end();
        return undefined;
    }
    // The client waits for the headers before the first line.
    response.flushHeaders();
    const stopFollowing = container.logs.follow({
        writeLine: (bytes) => response.write(bytes),
        end: () => response.end(),
    });
    response.once("close", stopFollowing);
    return undefined;
}
