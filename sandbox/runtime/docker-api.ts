import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Say } from "../piece";
import { same } from "../same";
import type { Container } from "./container";
import { type Containers, credentialsDocument, NameTaken } from "./containers";
import { findImage, type Image, repositoryOf, UnknownImage } from "./images";
import { tokenHeader } from "./token";

interface Request {
    containers: Containers;
    images: readonly Image[];
    /** What the route's pattern caught: a container's or an image's name. */
    name: string;
    query: URLSearchParams;
    body: Record<string, unknown>;
    response: ServerResponse;
}

/** An answer of the Docker Engine API: a status, and a body that is sent as JSON; undefined when the route has answered itself. */
type Answer = { status: number; body?: unknown } | undefined;
type Route = [method: string, path: RegExp, answer: (request: Request) => Promise<Answer> | Answer];

class NotFound extends Error {}

const ok = (body: unknown) => ({ status: 200, body });
const done = { status: 204 };

/** The calls the emulator's Docker client makes when it runs ECS tasks, and no others. */
const routes: readonly Route[] = [
    ["GET", /^\/_ping$/, () => ok("OK")],
    [
        "GET",
        /^\/version$/,
        () => ok({ Version: "devmin", ApiVersion: "1.45", MinAPIVersion: "1.24", Os: "linux", Arch: process.arch }),
    ],

    // Images: nothing is pulled; those in the table are there.
    [
        "POST",
        /^\/images\/create$/,
        ({ images, query }) => {
            findImage(images, query.get("fromImage") ?? "");
            return ok({ status: "Image is up to date" });
        },
    ],
    ["GET", /^\/images\/(.+)\/json$/, ({ images, name }) => ok(imageOf(images, name))],
    ["POST", /^\/images\/(.+)\/tag$/, () => ({ status: 201 })],
    [
        "GET",
        /^\/distribution\/(.+)\/json$/,
        ({ images, name }) => {
            findImage(images, name);
            return ok({
                Descriptor: { mediaType: "application/vnd.oci.image.index.v1+json", digest: digestOf(name), size: 0 },
            });
        },
    ],

    [
        "GET",
        /^\/containers\/json$/,
        ({ containers, query }) => {
            const { label = [], status } = filtersOf(query);
            const wanted = containers
                .all()
                .filter(({ kept }) => label.every((text) => carries(kept.labels, text)))
                .filter((container) =>
                    status ? status.includes(container.status) : all(query) || container.status === "running",
                );
            return ok(wanted.map(summary));
        },
    ],
    [
        "POST",
        /^\/containers\/create$/,
        async ({ containers, query, body }) => {
            const { kept } = await containers.create(
                query.get("name") ?? "",
                {
                    image: String(body.Image),
                    command: (body.Cmd as string[] | null) ?? undefined,
                    env: environment(body.Env as string[]),
                },
                body.Labels as Record<string, string>,
            );
            return { status: 201, body: { Id: kept.id, Warnings: [] } };
        },
    ],
    ["GET", /^\/containers\/([^/]*)\/json$/, (request) => ok(details(one(request)))],
    [
        "POST",
        /^\/containers\/([^/]+)\/start$/,
        async (request) => {
            await request.containers.start(one(request));
            return done;
        },
    ],
    [
        "POST",
        /^\/containers\/([^/]+)\/stop$/,
        async (request) => {
            await one(request).stop(Number(request.query.get("t") ?? 10));
            return done;
        },
    ],
    [
        "POST",
        /^\/containers\/([^/]+)\/kill$/,
        async (request) => {
            await one(request).kill();
            return done;
        },
    ],
    ["POST", /^\/containers\/([^/]+)\/wait$/, async (request) => ok({ StatusCode: await one(request).ended })],
    ["GET", /^\/containers\/([^/]+)\/logs$/, (request) => logs(one(request), request)],
    [
        "DELETE",
        /^\/containers\/([^/]+)$/,
        async (request) => {
            const container = one(request);
            if (container.status === "running" && !flag(request.query, "force")) {
                return {
                    status: 409,
                    body: {
                        message: `container ${container.kept.name} is running; stop it first or force its removal.`,
                    },
                };
            }
            await request.containers.remove(container);
            return done;
        },
    ],
];

/** The Docker Engine API over local processes, and the address at which each of them finds its task role's credentials. */
export function dockerApi(options: {
    containers: Containers;
    images: readonly Image[];
    token: string;
    say: Say;
}): Server {
    const server = createServer((request, response) => {
        void answer(options, request, response);
    });
    // A pooled connection that this side closes at the wrong moment would look like a failed task.
    server.keepAliveTimeout = 0;
    return server;
}

async function answer(
    { containers, images, token, say }: Parameters<typeof dockerApi>[0],
    request: IncomingMessage,
    response: ServerResponse,
): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://runtime");
    try {
        const credentials = pathname.match(/^\/credentials\/([0-9a-f]+)$/);
        if (credentials) {
            const container = containers.find(credentials[1] ?? "");
            const allowed = container?.status === "running" && same(request.headers.authorization, container.token);
            if (!allowed)
                return send(response, {
                    status: 403,
                    body: { message: "these credentials are for the task's own processes." },
                });
            return send(response, ok(credentialsDocument(await containers.credentialsOf(container))));
        }
        if (!same(request.headers[tokenHeader.toLowerCase()], token)) {
            return send(response, {
                status: 401,
                body: { message: `the header ${tokenHeader} must carry this sandbox's token.` },
            });
        }
        const path = decodeURIComponent(pathname.replace(/^\/v[\d.]+(?=\/)/, ""));
        const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
        if (!route) throw new NotFound(`${request.method} ${path} is not a call the local cloud's runtime knows.`);
        const name = path.match(route[1])?.[1] ?? "";
        const sent = await route[2]({ containers, images, name, query, body: await json(request), response });
        if (sent) send(response, sent);
    } catch (error) {
        const { message } = error as Error;
        const status =
            error instanceof NotFound || error instanceof UnknownImage ? 404 : error instanceof NameTaken ? 409 : 500;
        if (!(error instanceof NotFound)) say(`${request.method} ${pathname}: ${message}`);
        send(response, { status, body: { message } });
    }
}

function send(response: ServerResponse, { status, body }: NonNullable<Answer>) {
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function json(request: IncomingMessage): Promise<Record<string, unknown>> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return text ? JSON.parse(text) : {};
}

function one({ containers, name }: Request): Container {
    const container = containers.find(name);
    if (!container) throw new NotFound(`No such container: ${name}`);
    return container;
}

const flag = (query: URLSearchParams, name: string) => /^(1|true)$/i.test(query.get(name) ?? "");
const all = (query: URLSearchParams) => flag(query, "all");
const filtersOf = (query: URLSearchParams) =>
    JSON.parse(query.get("filters") ?? "{}") as { label?: string[]; status?: string[] };

/** `name` or `name=value`. */
function carries(labels: Record<string, string>, text: string): boolean {
    const [name = "", ...value] = text.split("=");
    return name in labels && (value.length === 0 || labels[name] === value.join("="));
}

const environment = (lines: string[] | null) =>
    Object.fromEntries(
        (lines ?? []).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );

const digestOf = (reference: string) => `sha256:${createHash("sha256").update(repositoryOf(reference)).digest("hex")}`;

function imageOf(images: readonly Image[], reference: string) {
    findImage(images, reference);
    return { Id: digestOf(reference), RepoTags: [reference], RepoDigests: [], Os: "linux", Architecture: process.arch };
}

const summary = ({ kept, status }: Container) => ({
    Id: kept.id,
    Names: [`/${kept.name}`],
    Image: kept.asked.image,
    Labels: kept.labels,
    State: status,
});

const never = "0001-01-01T00:00:00Z";
const details = ({ kept, status, pid }: Container) => ({
    Id: kept.id,
    Name: `/${kept.name}`,
    Image: digestOf(kept.asked.image),
    Created: kept.created,
    State: {
        Status: status,
        Running: status === "running",
        Pid: pid,
        ExitCode: kept.exitCode ?? 0,
        StartedAt: kept.started ?? never,
        FinishedAt: kept.finished ?? never,
    },
    Config: { Image: kept.asked.image, Labels: kept.labels, Tty: false },
    HostConfig: { LogConfig: { Type: "json-file" } },
    NetworkSettings: { Networks: { local: { IPAddress: "127.0.0.1" } } },
});

function logs(container: Container, { query, response }: Request): Answer {
    const tail = Number(query.get("tail") ?? "all");
    response.writeHead(200, { "Content-Type": "application/vnd.docker.multiplexed-stream" });
    for (const line of container.log.tail(Number.isNaN(tail) ? undefined : tail)) response.write(line);
    if (!flag(query, "follow")) {
        response.end();
        return undefined;
    }
    // The client waits for the head of the answer before the first line comes.
    response.flushHeaders();
    const leave = container.log.follow({ line: (bytes) => response.write(bytes), end: () => response.end() });
    response.once("close", leave);
    return undefined;
}
