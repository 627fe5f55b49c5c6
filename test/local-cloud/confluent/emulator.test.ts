import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../local-cloud/confluent/emulator";
import { findKeyOwner, getKeyOwnerEndpoint } from "../../../local-cloud/confluent/key-owner";
import { syncRoleAcls } from "../../../local-cloud/confluent/role-permissions";
import { openStore, type StateStore } from "../../../local-cloud/confluent/state";
import { type Acl, BrokerError } from "../../../local-cloud/kafka/broker";
import { createMemoryBrokers, type MemoryBroker } from "../kafka/memory-broker";
import { findFreePort } from "./free-port";

interface Reply {
    status: number;
    // biome-ignore lint/suspicious/noExplicitAny: what the wire brought, looked at by the assertions.
    body: any;
}

describe("the Confluent emulator", () => {
    const cloudKey = { key: "CLOUD", secret: "cloud+secret/1" };
    const brokerToken = "the-brokers-own";
    let brokers: ReturnType<typeof createMemoryBrokers>;
    let folder: string;
    let store: StateStore;
    let server: Server;
    let url: string;
    let lines: string[];
    let lost: string[];
    let environment: string;
    let cluster: string;
    let account: string;

    const ask = async (method: string, path: string, body?: unknown, { key, secret } = cloudKey): Promise<Reply> => {
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
        const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
        const response = await fetch(`${url}${path}`, { method, headers: { authorization }, body: sent });
        const text = await response.text();
        return { status: response.status, body: text ? JSON.parse(text) : undefined };
    };
    const newKey = async (of = cluster) => {
        const { body } = await ask("POST", "/iam/v2/api-keys", {
            spec: { owner: { id: account }, resource: { id: of } },
        });
        return { key: body.id as string, secret: body.spec.secret as string };
    };
    const bindRole = async () => {
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
    const broker = (of = cluster) => brokers.all.get(of) as MemoryBroker;
    const principals = (of = cluster) => [...broker(of).state.acls.values()].map(({ principal }) => principal).sort();
    const newCluster = (display_name: string) => {
        const spec = { display_name, availability: "SINGLE_ZONE", cloud: "AWS", region: "us-east-1" };
        return ask("POST", "/cmk/v2/clusters", {
            spec: { ...spec, config: { kind: "Basic" }, environment: { id: environment } },
        });
    };
    /** Waits for its turn among the changes. */
    const aTurn = () => ask("POST", "/iam/v2/service-accounts", { display_name: "waits" });
    const phaseOf = async (id: string) =>
        (await ask("GET", `/cmk/v2/clusters/${id}?environment=${environment}`)).body.status.phase;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-emulator-"));
        brokers = createMemoryBrokers((...login) => findKeyOwner(store.state, ...login));
        store = openStore(join(folder, "state.json"));
        lines = [];
        const port = await findFreePort();
        url = `http://127.0.0.1:${port}`;
        const log = (line: string) => lines.push(line);
        const heard: string[] = [];
        lost = heard;
        const options = { store, brokers, cloudKey, brokerToken, baseUrl: url, log };
        server = await createEmulator({ ...options, onBrokerLost: (why) => heard.push(why.message) });
        await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));

        environment = (await ask("POST", "/org/v2/environments", { display_name: "e" })).body.id;
        cluster = (await newCluster("c")).body.id;
        account = (await ask("POST", "/iam/v2/service-accounts", { display_name: "a" })).body.id;
    });
    afterEach(async () => {
        server.closeAllConnections();
        server.close();
        await rm(folder, { recursive: true });
    });

    it("refuses pages that the real API does not have", async () => {
        const { status, body } = await ask("GET", "/iam/v2/service-accounts?page_size=101");
        assert.deepEqual([status, body.errors[0].detail], [400, "page_size is 101; it must be at most 100."]);
    });

    it("refuses one of so many requests as one too many, with when to send it again, and does nothing", async () => {
        const port = await findFreePort();
        const options = { store, brokers, cloudKey, brokerToken, baseUrl: url, log: () => {}, onBrokerLost: () => {} };
        const throttled = await createEmulator({ ...options, throttleEvery: 3 });
        await new Promise<void>((done) => throttled.listen(port, "127.0.0.1", done));
        try {
            const authorization = `Basic ${Buffer.from(`${cloudKey.key}:${cloudKey.secret}`).toString("base64")}`;
            const create = () =>
                fetch(`http://127.0.0.1:${port}/iam/v2/service-accounts`, {
                    method: "POST",
                    headers: { authorization },
                    body: JSON.stringify({ display_name: `a-${Math.random()}` }),
                });
            const answers = [await create(), await create(), await create(), await create()];
            assert.deepEqual(
                answers.map(({ status, headers }) => [status, headers.get("retry-after")]),
                [
                    [201, null],
                    [201, null],
                    [429, "1"],
                    [201, null],
                ],
            );
            assert.equal(Object.keys(store.state.serviceAccounts).length, 1 + 3);
        } finally {
            throttled.close();
        }
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

    describe("when a broker asks who owns a key", () => {
        const whose = async (
            { key, secret }: typeof cloudKey,
            { token = brokerToken, of = cluster } = {},
        ): Promise<Reply> => {
            const ports = { confluent: Number(new URL(url).port) };
            const { url: at } = getKeyOwnerEndpoint({ ports, secrets: {} as never }, of);
            const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
            const response = await fetch(at, { headers: { authorization, "broker-token": token } });
            return { status: response.status, body: await response.json() };
        };

        it("names the owner for a key with its secret", async () => {
            assert.deepEqual(await whose(await newKey()), { status: 200, body: account });
        });

        it("rejects a wrong secret, another key's secret, an unknown key and the Cloud key", async () => {
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

        it("rejects another cluster's key", async () => {
            const other = (await newCluster("d")).body.id;
            const theirs = await newKey(other);
            assert.equal((await whose(theirs)).status, 401);
            assert.equal((await whose(theirs, { of: other })).status, 200);
        });

        it("rejects a deleted key at once", async () => {
            const login = await newKey();
            await ask("DELETE", `/iam/v2/api-keys/${login.key}`);
            assert.equal((await whose(login)).status, 401);
        });

        it("rejects anybody else, even with the Cloud key or the key itself", async () => {
            const login = await newKey();
            for (const token of ["", "wrong", cloudKey.secret, login.secret]) {
                assert.equal((await whose(login, { token })).status, 403);
            }
            assert.equal((await ask("GET", `/brokers/${cluster}/owner`)).status, 403);
        });
    });

    it("stores only a salted hash of a secret, and returns it to no client", async () => {
        const { key } = await newKey();
        const { proof } = store.state.apiKeys[key] ?? assert.fail();
        const answers = [await ask("GET", `/iam/v2/api-keys/${key}`), await ask("GET", "/iam/v2/api-keys")];
        for (const part of [proof.salt, proof.hash]) assert.ok(!JSON.stringify(answers).includes(part));
    });

    it("updates a broker's role ACLs at its start, and leaves clients' ACLs alone", async () => {
        await bindRole();
        await broker().runAsAdmin((session) =>
            session.createAcls([right("User:sa-2"), right("User:sa-3", "127.0.0.1")]),
        );
        await syncRoleAcls(store.state, cluster, broker());
        assert.deepEqual(principals(), ["User:sa-2", ...Array(4).fill(`User:${account}`)].sort());
        await syncRoleAcls({ ...store.state, roleBindings: {} }, cluster, broker());
        assert.deepEqual(principals(), ["User:sa-2"]);
    });

    it("grants a role's permissions only in the role's cluster", async () => {
        const other = (await newCluster("d")).body.id;
        await bindRole();
        assert.deepEqual([principals().length, principals(other).length], [4, 0]);
    });

    describe("while a broker is starting", () => {
        let arrive: () => void;
        let other: string;
        beforeEach(async () => {
            const way = new Promise<void>((arrived) => {
                arrive = arrived;
            });
            brokers.waitUntilReady = () => way;
            other = (await newCluster("d")).body.id;
        });

        it("reports its cluster as PROVISIONING, and as PROVISIONED once it answers", async () => {
            assert.deepEqual([await phaseOf(cluster), await phaseOf(other)], ["PROVISIONED", "PROVISIONING"]);
            arrive();
            await aTurn();
            assert.equal(await phaseOf(other), "PROVISIONED");
        });

        it("binds roles, whose ACLs it has once it answers", async () => {
            const there = cluster;
            cluster = other;
            assert.equal((await bindRole()).status, 201);
            assert.deepEqual([principals(there), principals(other)], [[], []]);
            arrive();
            await aTurn();
            assert.equal(await phaseOf(other), "PROVISIONED");
            assert.equal(principals(other).length, 4);
        });

        it("still deletes the cluster", async () => {
            assert.equal((await ask("DELETE", `/cmk/v2/clusters/${other}?environment=${environment}`)).status, 204);
            arrive();
            await aTurn();
            assert.deepEqual([[...brokers.all.keys()], Object.keys(store.state.clusters)], [[cluster], [cluster]]);
            assert.deepEqual(lost, []);
        });
    });

    it("reports a broker whose ACLs cannot be set", async () => {
        brokers.start = async (id) =>
            void brokers.all.set(id, { runAsAdmin: () => Promise.reject(Error("no")) } as never);
        await newCluster("d");
        await aTurn();
        assert.deepEqual(lost, ["no"]);
    });

    it("removes a deleted account's role ACLs from the broker", async () => {
        await bindRole();
        assert.equal(principals().length, 4);
        await ask("DELETE", `/iam/v2/service-accounts/${account}`);
        assert.deepEqual(principals(), []);
    });

    it("reads its state again", async () => {
        assert.deepEqual(openStore(join(folder, "state.json")).state, store.state);
    });

    it("creates five keys at once that all work", async () => {
        const keys = await Promise.all([1, 2, 3, 4, 5].map(() => newKey()));
        for (const login of keys) {
            const { status } = await ask("GET", `/kafka/v3/clusters/${cluster}/topics`, undefined, login);
            assert.equal(status, 200);
        }
    });

    describe("when the broker is briefly unavailable", () => {
        const away = () => {
            const one = broker();
            const { runAsAdmin } = one;
            one.runAsAdmin = async () => {
                one.runAsAdmin = runAsAdmin;
                throw new BrokerError("BROKER_NOT_AVAILABLE", "The broker does not answer.");
            };
        };

        it("binds a role at the second try", async () => {
            away();
            assert.equal((await bindRole()).status, 503);
            assert.deepEqual(store.state.roleBindings, {});
            assert.equal((await bindRole()).status, 201);
        });

        it("still deletes a key", async () => {
            const { key } = await newKey();
            away();
            assert.equal((await ask("DELETE", `/iam/v2/api-keys/${key}`)).status, 204);
        });
    });

    it("answers 503, which clients retry, when the broker is unavailable", async () => {
        const login = await newKey();
        broker().runAs = async () => {
            throw new BrokerError("BROKER_NOT_AVAILABLE", "The broker does not answer.");
        };
        const { status, body } = await ask("GET", `/kafka/v3/clusters/${cluster}/topics`, undefined, login);
        assert.deepEqual([status, body], [503, { error_code: 50302, message: "The broker does not answer." }]);
    });

    it("pages a list with next, which the last page omits", async () => {
        await ask("POST", "/iam/v2/service-accounts", { display_name: "b" });
        const first = (await ask("GET", "/iam/v2/service-accounts?page_size=1")).body;
        const last = (await ask("GET", first.metadata.next.slice(url.length))).body;
        assert.deepEqual(
            [...first.data, ...last.data].map(({ display_name }) => display_name),
            ["a", "b"],
        );
        assert.ok(!("next" in last.metadata));
    });

    it("has at most three clusters, each with a broker, and says what to do about a fourth", async () => {
        for (const name of ["d", "e"]) assert.equal((await newCluster(name)).status, 202);
        const ids = Object.keys(store.state.clusters);
        assert.deepEqual([...brokers.all.keys()], ids);
        const { status, body } = await newCluster("f");
        assert.equal(status, 402);
        assert.match(body.errors[0].detail, new RegExp(`at most 3 clusters, .* delete one of ${ids.join(", ")} first`));
        await ask("DELETE", `/cmk/v2/clusters/${cluster}?environment=${environment}`);
        assert.equal((await newCluster("f")).status, 202);
    });

    describe("refuses what a quota does not allow with a 402:", () => {
        const fill = <T>(items: Record<string, T>, count: number, item: T) => {
            for (let at = Object.keys(items).length; at < count; at += 1) items[`filled-${at}`] = item;
        };
        const dates = { created_at: "", updated_at: "" };
        const expectRefused = async (path: string, sent: object, detail: string) => {
            const { status, body } = await ask("POST", path, sent);
            assert.deepEqual([status, body.errors[0].code, body.errors[0].detail], [402, "quota_exceeded", detail]);
        };

        it("25 environments in the organization", async () => {
            fill(store.state.environments, 24, { display_name: "x", ...dates });
            assert.equal((await ask("POST", "/org/v2/environments", { display_name: "last" })).status, 201);
            const detail = "Your organization is currently limited to 25 environments";
            await expectRefused("/org/v2/environments", { display_name: "more" }, detail);
        });

        it("1000 service accounts in the organization", async () => {
            fill(store.state.serviceAccounts, 999, { display_name: "x", description: "", ...dates });
            assert.equal((await ask("POST", "/iam/v2/service-accounts", { display_name: "last" })).status, 201);
            const detail = "Your organization is currently limited to 1000 service accounts";
            await expectRefused("/iam/v2/service-accounts", { display_name: "more" }, detail);
        });

        it("100 cluster API keys of a service account", async () => {
            const { key } = await newKey();
            const { proof, owner, cluster } = store.state.apiKeys[key] ?? assert.fail();
            fill(store.state.apiKeys, 100, { display_name: "x", description: "", owner, cluster, proof, ...dates });
            const detail = "Your service account is currently limited to 100 api-keys";
            const sent = { spec: { owner: { id: account }, resource: { id: cluster } } };
            await expectRefused("/iam/v2/api-keys", sent, detail);
        });

        it("5000 role bindings on a cluster", async () => {
            const { body } = await bindRole();
            const { principal, role_name, crn_pattern } = body;
            fill(store.state.roleBindings, 5_000, { principal: "User:sa-x", role_name, crn_pattern, ...dates });
            await ask("DELETE", `/iam/v2/role-bindings/${body.id}`);
            assert.equal((await bindRole()).status, 201);
            const other = (await ask("POST", "/iam/v2/service-accounts", { display_name: "b" })).body.id;
            const detail = "Your cluster is currently limited to 5000 role bindings";
            const sent = { principal: principal.replace(account, other), role_name, crn_pattern };
            await expectRefused("/iam/v2/role-bindings", sent, detail);
        });
    });

    it("keeps no cluster whose broker could not be started", async () => {
        brokers.start = async () => {
            throw new Error("no");
        };
        assert.equal((await newCluster("d")).status, 500);
        assert.deepEqual(Object.keys(store.state.clusters), [cluster]);
    });

    for (const [what, path, sent] of [
        ["a body that is no JSON object", "/org/v2/environments", "[1]"],
        ["a path that is not percent-encoded", "/org/v2/environments/%E0%A4%A", undefined],
        [
            "Stream Governance without a package",
            "/org/v2/environments",
            { display_name: "g", stream_governance_config: {} },
        ],
        ["a Cloud key", "/iam/v2/api-keys", { spec: { owner: { id: "OWNER" }, resource: { id: "cloud" } } }],
    ] as const) {
        it(`refuses ${what} with a 400 and a message`, async () => {
            const body = JSON.parse(JSON.stringify(sent ?? null).replace("OWNER", account));
            const { status, body: answer } = await ask(sent === undefined ? "GET" : "POST", path, body ?? undefined);
            assert.equal(status, 400);
            assert.match(answer.errors[0].detail, /^[A-Zst].+\.$/);
        });
    }
});
