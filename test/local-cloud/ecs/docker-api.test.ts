import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Containers } from "../../../local-cloud/ecs/containers";
import { createDockerApi } from "../../../local-cloud/ecs/docker-api";
import { listImages } from "../../../local-cloud/ecs/images";
import { tokenHeader } from "../../../local-cloud/ecs/runtime-token";

const labels = {
    "com.amazonaws.ecs.task-arn": "arn:aws:ecs:us-east-1:000000000000:task/demo/t1",
    "com.amazonaws.ecs.cluster": "arn:aws:ecs:us-east-1:000000000000:cluster/demo",
    "com.amazonaws.ecs.container-name": "main",
    "com.amazonaws.ecs.task-definition-family": "pulse",
    "com.amazonaws.ecs.task-definition-version": "1",
};
const good = { Image: "node:22", Cmd: ["node", "x.mjs"], Env: ["A=b=c"], Labels: labels };

describe("local-cloud/ecs docker-api", () => {
    let home: string;
    let server: Server;
    let containers: Containers;
    const images = listImages("/python");

    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin-"));
        containers = new Containers({ home, ports: { runtime: 1, aws: 1 } }, images, () => {});
        await containers.restore();
        server = createDockerApi({ containers, images, token: "right", log: () => {} }).listen(0, "127.0.0.1");
        await once(server, "listening");
    });
    afterEach(async () => {
        server.closeAllConnections();
        server.close();
        await rm(home, { recursive: true });
    });
    const call = async (
        method: string,
        path: string,
        body?: object,
        headers: Record<string, string> = { [tokenHeader]: "right" },
    ) => {
        const { port } = server.address() as AddressInfo;
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
            method,
            headers,
            body: body && JSON.stringify(body),
        });
        const text = await response.text();
        return { status: response.status, body: text ? JSON.parse(text) : undefined };
    };
    const create = (change: object = {}, name = "c1") =>
        call("POST", `/v1.45/containers/create?name=${name}`, { ...good, ...change });

    it("refuses a client without the local cloud's token", async () => {
        assert.equal((await call("GET", "/version", undefined, {})).status, 401);
        assert.equal((await call("POST", "/containers/create?name=x", good, { [tokenHeader]: "wrong" })).status, 401);
    });

    it("reports a version that a Docker client supports", async () => {
        assert.equal((await call("GET", "/version")).body.ApiVersion, "1.45");
    });

    it("creates a container that is found by id and name, and is not running", async () => {
        const { status, body } = await create();
        assert.equal(status, 201);
        for (const reference of [body.Id, "c1", body.Id.slice(0, 12)]) {
            assert.equal((await call("GET", `/v1.45/containers/${reference}/json`)).body.State.Status, "created");
        }
        assert.deepEqual(containers.list()[0]?.record.asked.env, { A: "b=c" });
    });

    it("answers 404 for an unknown image, also when it is pulled", async () => {
        const made = await create({ Image: "postgres:17" });
        assert.deepEqual([made.status, /postgres:17/.test(made.body.message)], [404, true]);
        assert.equal((await call("POST", "/v1.45/images/create?fromImage=postgres&tag=17")).status, 404);
    });

    it("refuses a container without a task", async () => {
        const { status, body } = await create({ Labels: {} });
        assert.deepEqual([status, /task-arn/.test(body.message)], [500, true]);
    });

    it("lists containers by label and value, only running ones unless all are requested", async () => {
        await create();
        const list = async (query: string) => (await call("GET", `/v1.45/containers/json?${query}`)).body.length;
        const filter = (label: string) => `filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;
        assert.equal(await list("all=1"), 1);
        assert.equal(await list("all=0"), 0);
        assert.equal(await list(`all=1&${filter("com.amazonaws.ecs.container-name=main")}`), 1);
        assert.equal(await list(`all=1&${filter("com.amazonaws.ecs.container-name=other")}`), 0);
    });

    it("reuses the name of a container that never ran", async () => {
        const first = await create();
        const second = await create();
        assert.equal(second.status, 201);
        assert.equal((await call("GET", `/containers/${first.body.Id}/json`)).status, 404);
    });

    it("gives no credentials to a container that is not running, or without its token", async () => {
        const { body } = await create();
        const container = containers.find(body.Id);
        for (const authorization of ["", container?.token ?? ""]) {
            assert.equal((await call("GET", `/credentials/${body.Id}`, undefined, { authorization })).status, 403);
        }
    });

    it("removes a container", async () => {
        const { body } = await create();
        assert.equal((await call("DELETE", `/containers/${body.Id}`)).status, 204);
        assert.equal((await call("GET", `/containers/${body.Id}/json`)).status, 404);
    });

    it("refuses an unknown call", async () => {
        const { status, body } = await call("POST", "/v1.45/networks/create", {});
        assert.deepEqual([status, /networks\/create/.test(body.message)], [404, true]);
    });
});
