import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulator } from "../../../sandbox/confluent/emulator";
import { loginsOf, ownerOf } from "../../../sandbox/confluent/logins";
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
    const brokerToken = "the-brokers-own";
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
    const bindRole = async () => {
        const environment = store.state.clusters[cluster]?.environment;
        const { body } = await ask("GET", `/cmk/v2/clusters/${cluster}?environment=${environment}`);
        return ask("POST", "/iam/v2/role-bindings", {
            principal: `User:${account}`,
            role_name: "CloudClusterAdmin",
            crn_pattern: body.metadata.resource_name.split("/kafka=")[0],
        });
    };
    const right = (principal: string, host = "*"): Acl => ({
        resourceType: "TOPIC",
        resourceName: "orders",
        patternType: "LITERAL",
        principal,
        host,
        operation: "READ",
        permission: "ALLOW",
    });
    const principals = () => [...broker.kept.acls.values()].map(({ principal }) => principal).sort();

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-emulator-"));
        broker = memoryBroker((key, secret) => ownerOf(store.state, key, secret));
        store = openStore(join(folder, "state.json"));
        lines = [];
        const port = await freePort();
        url = `http://127.0.0.1:${port}`;
        const log = (line: string) => lines.push(line);
        const bootstrap = "SASL_SSL://127.0.0.1:1";
        server = emulator({ store, broker, cloudKey, brokerToken, http: url, bootstrap, log });
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

    describe("when the broker asks whose a key is", () => {
        const whose = async ({ key, secret }: typeof cloudKey, token = brokerToken): Promise<Reply> => {
            const { url: at } = loginsOf({ ports: { confluent: Number(new URL(url).port) }, secrets: {} as never });
            const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
            const response = await fetch(at, { headers: { authorization, "broker-token": token } });
            return { status: response.status, body: await response.json() };
        };

        it("names the owner for a key with its secret", async () => {
            assert.deepEqual(await whose(await newKey()), { status: 200, body: account });
        });

        it("says no to a wrong secret, another key's secret, an unknown key and the Cloud key", async () => {
            const [one, other] = [await newKey(), await newKey()];
            for (const login of [
                { ...one, secret: "wrong" },
                { ...one, secret: other.secret },
                { ...one, secret: "" },
                { key: "constructor", secret: one.secret },
                cloudKey,
            ]) {
                assert.equal((await whose(login)).status, 401, login.key);
            }
        });

        it("says no to a deleted key at once", async () => {
            const login = await newKey();
            await ask("DELETE", `/iam/v2/api-keys/${login.key}`);
            assert.equal((await whose(login)).status, 401);
        });

        it("answers nobody else, not even with the Cloud key or the key itself", async () => {
            const login = await newKey();
            for (const token of ["", "wrong", cloudKey.secret, login.secret]) {
                assert.equal((await whose(login, token)).status, 403);
            }
            assert.equal((await ask("GET", "/broker/owner")).status, 403);
        });
    });

    it("keeps of a secret a salted hash, and tells no client of it", async () => {
        const { key } = await newKey();
        const { proof } = store.state.apiKeys[key] ?? assert.fail();
        const answers = [await ask("GET", `/iam/v2/api-keys/${key}`), await ask("GET", "/iam/v2/api-keys")];
        for (const part of [proof.salt, proof.hash]) assert.ok(!JSON.stringify(answers).includes(part));
    });

    it("brings the broker's rights in step with the roles at its start, and leaves clients' ACLs alone", async () => {
        const binding = { principal: `User:${account}`, role_name: "CloudClusterAdmin", crn_pattern: "any" };
        Object.assign(store.state.roleBindings, { "rb-1": { ...binding, created_at: "", updated_at: "" } });
        await broker.asAdmin((session) => session.createAcls([right("User:sa-2"), right("User:sa-3", "127.0.0.1")]));
        await settle(store.state, broker);
        assert.deepEqual(principals(), ["User:sa-2", ...Array(4).fill(`User:${account}`)].sort());
        await settle({ ...store.state, roleBindings: {} }, broker);
        assert.deepEqual(principals(), ["User:sa-2"]);
    });

    it("takes a deleted account's roles from the broker", async () => {
        await bindRole();
        assert.equal(principals().length, 4);
        await ask("DELETE", `/iam/v2/service-accounts/${account}`);
        assert.deepEqual(principals(), []);
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

        it("binds a role at the second try", async () => {
            away();
            assert.equal((await bindRole()).status, 503);
            assert.deepEqual(store.state.roleBindings, {});
            assert.equal((await bindRole()).status, 201);
        });

        it("deletes a key all the same", async () => {
            const { key } = await newKey();
            away();
            assert.equal((await ask("DELETE", `/iam/v2/api-keys/${key}`)).status, 204);
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
