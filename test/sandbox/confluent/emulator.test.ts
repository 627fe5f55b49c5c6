import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulator } from "../../../sandbox/confluent/emulator";
import { settle } from "../../../sandbox/confluent/rights";
import { openStore, type Store } from "../../../sandbox/confluent/state";
import { type Acl, BrokerRefusal } from "../../../sandbox/kafka/broker";
import { memoryBroker } from "../kafka/memory-broker";
import { freePort } from "./free-port";

interface Reply {
    status: number;
    // biome-ignore lint/suspicious/noExplicitAny: what the wire brought, looked at by the assertions.
    body: any;
}

describe("the Confluent emulator", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud+secret/1" };
    let broker: ReturnType<typeof memoryBroker>;
    let folder: string;
    let store: Store;
    let server: Server;
    let url: string;
    let lines: string[];
    let cluster: string;
    let account: string;

    const ask = async (method: string, path: string, body?: unknown, { key, secret } = cloudKey): Promise<Reply> => {
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
        const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
        const response = await fetch(`${url}${path}`, { method, headers: { authorization }, body: sent });
        const text = await response.text();
        return { status: response.status, body: text ? JSON.parse(text) : undefined };
    };
    const newKey = async () => {
        const { body } = await ask("POST", "/iam/v2/api-keys", {
            spec: { owner: { id: account }, resource: { id: cluster } },
        });
        return { key: body.id as string, secret: body.spec.secret as string };
    };
    const right = (principal: string): Acl => ({
        resourceType: "TOPIC",
        resourceName: "orders",
        patternType: "LITERAL",
        principal,
        host: "*",
        operation: "READ",
        permission: "ALLOW",
    });
    const principals = () => [...broker.kept.acls.values()].map(({ principal }) => principal).sort();

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-emulator-"));
        broker = memoryBroker();
        store = openStore(join(folder, "state.json"));
        lines = [];
        const port = await freePort();
        url = `http://127.0.0.1:${port}`;
        const log = (line: string) => lines.push(line);
        server = emulator({ store, broker, cloudKey, http: url, bootstrap: "SASL_PLAINTEXT://127.0.0.1:1", log });
        await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));

        const environment = (await ask("POST", "/org/v2/environments", { display_name: "e" })).body.id;
        const spec = { display_name: "c", availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
        const made = await ask("POST", "/cmk/v2/clusters", {
            spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
        });
        cluster = made.body.id;
        account = (await ask("POST", "/iam/v2/service-accounts", { display_name: "a" })).body.id;
    });
    afterEach(async () => {
        server.closeAllConnections();
        server.close();
        await rm(folder, { recursive: true });
    });

    it("writes no secret into its log or its state", async () => {
        const login = await newKey();
        await ask(
            "GET",
            `/kafka/v3/clusters/${cluster}/topics?note=${encodeURIComponent(login.secret)}`,
            undefined,
            login,
        );
        await ask("GET", "/org/v2/environments", undefined, { key: login.secret, secret: login.secret });
        const written = [...lines, await readFile(join(folder, "state.json"), "utf8")].join("\n");
        for (const secret of [login.secret, encodeURIComponent(login.secret), cloudKey.secret]) {
            assert.ok(!written.includes(secret), `${secret} was written`);
        }
        assert.match(lines.join("\n"), new RegExp(`GET /kafka/v3/clusters/${cluster}/topics 200 ${login.key} `));
    });

    it("doubles an account's right for each of its keys, also for one made later", async () => {
        const first = await newKey();
        await broker.asAdmin((session) => session.createAcls([right(`User:${account}`)]));
        const second = await newKey();
        assert.deepEqual(principals(), [`User:${account}`, `User:${first.key}`, `User:${second.key}`].sort());
        await ask("DELETE", `/iam/v2/api-keys/${first.key}`);
        assert.deepEqual(principals(), [`User:${account}`, `User:${second.key}`].sort());
    });

    it("clears at its start what a kill left in the broker: a user nobody was told of, a right without a key", async () => {
        const kept = await newKey();
        await broker.asAdmin(async (session) => {
            await session.createUser({ username: "NEVERANSWERED000", password: "x" });
            await session.createAcls([right("User:NEVERANSWERED000"), right(`User:${account}`)]);
        });
        await settle(store.state, broker);
        assert.deepEqual(principals(), [`User:${account}`, `User:${kept.key}`].sort());
        assert.ok(!broker.kept.users.has("NEVERANSWERED000"));
        assert.ok(broker.kept.users.has(kept.key));
    });

    it("finds its state again", async () => {
        assert.deepEqual(openStore(join(folder, "state.json")).state, store.state);
    });

    it("makes five keys at once that all open", async () => {
        const keys = await Promise.all([1, 2, 3, 4, 5].map(newKey));
        for (const login of keys) {
            const { status } = await ask("GET", `/kafka/v3/clusters/${cluster}/topics`, undefined, login);
            assert.equal(status, 200);
        }
    });

    describe("when the broker is away for a moment", () => {
        const away = () => {
            const { asAdmin } = broker;
            broker.asAdmin = async () => {
                broker.asAdmin = asAdmin;
                throw new BrokerRefusal("BROKER_NOT_AVAILABLE", "The broker does not answer.");
            };
        };

        it("deletes a key at the second try", async () => {
            const { key } = await newKey();
            away();
            assert.equal((await ask("DELETE", `/iam/v2/api-keys/${key}`)).status, 503);
            assert.equal((await ask("DELETE", `/iam/v2/api-keys/${key}`)).status, 204);
            assert.ok(!broker.kept.users.has(key));
        });

        it("binds a role at the second try", async () => {
            const binding = {
                principal: `User:${account}`,
                role_name: "CloudClusterAdmin",
                crn_pattern: (
                    await ask(
                        "GET",
                        `/cmk/v2/clusters/${cluster}?environment=${store.state.clusters[cluster]?.environment}`,
                    )
                ).body.metadata.resource_name.split("/kafka=")[0],
            };
            away();
            assert.equal((await ask("POST", "/iam/v2/role-bindings", binding)).status, 503);
            assert.equal((await ask("POST", "/iam/v2/role-bindings", binding)).status, 201);
        });
    });

    it("answers 503, which clients retry, when the broker is away", async () => {
        const login = await newKey();
        broker.as = async () => {
            throw new BrokerRefusal("BROKER_NOT_AVAILABLE", "The broker does not answer.");
        };
        const { status, body } = await ask("GET", `/kafka/v3/clusters/${cluster}/topics`, undefined, login);
        assert.deepEqual([status, body], [503, { error_code: 50302, message: "The broker does not answer." }]);
    });

    it("pages a list by next, which the last page leaves out", async () => {
        await ask("POST", "/iam/v2/service-accounts", { display_name: "b" });
        const first = (await ask("GET", "/iam/v2/service-accounts?page_size=1")).body;
        const last = (await ask("GET", first.metadata.next.slice(url.length))).body;
        assert.deepEqual(
            [...first.data, ...last.data].map(({ display_name }) => display_name),
            ["a", "b"],
        );
        assert.ok(!("next" in last.metadata));
    });

    it("has one cluster at a time, and says so", async () => {
        const environment = store.state.clusters[cluster]?.environment;
        const spec = { display_name: "d", availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
        const { status, body } = await ask("POST", "/cmk/v2/clusters", {
            spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
        });
        assert.equal(status, 402);
        assert.match(body.errors[0].detail, new RegExp(`one cluster at a time: delete ${cluster}`));
    });

    for (const [what, path, sent] of [
        ["a body that is no JSON object", "/org/v2/environments", "[1]"],
        ["a path that is not percent-encoded", "/org/v2/environments/%E0%A4%A", undefined],
        [
            "a Schema Registry, which it does not have",
            "/org/v2/environments",
            { display_name: "g", stream_governance_config: {} },
        ],
        ["a Cloud key", "/iam/v2/api-keys", { spec: { owner: { id: "OWNER" }, resource: { id: "cloud" } } }],
    ] as const) {
        it(`refuses ${what} with a 400 and a sentence`, async () => {
            const body = JSON.parse(JSON.stringify(sent ?? null).replace("OWNER", account));
            const { status, body: answer } = await ask(sent === undefined ? "GET" : "POST", path, body ?? undefined);
            assert.equal(status, 400);
            assert.match(answer.errors[0].detail, /^[A-Zst].+\.$/);
        });
    }
});
