import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { ServiceError } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../local-cloud/providers/resource-type";
import { startFakeApi } from "./confluentcloud/fake-api";
import { getExecutable, type Plugin, startPlugin } from "./plugin";

const struct = (value: Record<string, JavaScriptValue>) => Struct.fromJavaScript(value);
const bucket = "urn:pulumi:local::p::my:index:Component$aws:s3/bucket:Bucket::b";
const kafkaCluster = "urn:pulumi:local::p::confluentcloud:index/kafkaCluster:KafkaCluster::c";
const apiKey = "urn:pulumi:local::p::confluentcloud:index/apiKey:ApiKey::k";

describe("an offline provider as a plugin", () => {
    let plugin: Plugin;

    describe("for aws, with nothing listening at its endpoint", () => {
        const endpoint = {
            AWS_ENDPOINT_URL: "http://127.0.0.1:1",
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
        };
        before(async () => {
            plugin = await startPlugin("aws", { ...endpoint, AWS_REGION: "us-east-1" });
            const settings = new rpc.ConfigureRequest();
            settings.getVariablesMap().set("aws:config:defaultTags", '{"tags":{"devmin:layer":"core"}}');
            await plugin.call("configure", settings);
        });
        after(() => plugin.stop());

        it("has the version of the official SDK", async () => {
            const info = await plugin.call<Empty, PluginInfo>("getPluginInfo", new Empty());
            assert.equal(info.getVersion(), require("@pulumi/aws/package.json").version);
        });

        it("lets the engine mark secrets, as for the official providers", async () => {
            const request = new rpc.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:1");
            const seen = await plugin.call<typeof request, rpc.ProviderHandshakeResponse>("handshake", request);
            assert.equal(seen.getAcceptSecrets(), false);
        });

        it("answers check with the provider's tags and a name", async () => {
            const request = new rpc.CheckRequest().setUrn(bucket).setNews(struct({})).setOlds(struct({}));
            const seen = await plugin.call<typeof request, rpc.CheckResponse>("check", request);
            const { bucket: name, tags } = seen.getInputs()?.toJavaScript() ?? {};
            assert.match(name as string, /^b-[0-9a-f]{7}$/);
            assert.deepEqual(tags, { "devmin:layer": "core" });
        });

        it("previews what only AWS knows as unknown, without a request", async () => {
            const request = new rpc.CreateRequest()
                .setUrn(bucket)
                .setProperties(struct({ bucket: "b" }))
                .setPreview(true);
            const seen = await plugin.call<typeof request, rpc.CreateResponse>("create", request);
            const { arn, bucket: name, region } = seen.getProperties()?.toJavaScript() ?? {};
            assert.deepEqual([seen.getId(), arn, name, region], ["", UNKNOWN, "b", "us-east-1"]);
        });

        it("answers a diff with the properties that replace", async () => {
            const request = new rpc.DiffRequest().setUrn(bucket).setOldInputs(struct({ bucket: "a" }));
            const seen = await plugin.call<typeof request, rpc.DiffResponse>(
                "diff",
                request.setNews(struct({ bucket: "b" })),
            );
            assert.deepEqual(seen.getReplacesList(), ["bucket"]);
        });

        it("names the endpoint that does not answer", async () => {
            const request = new rpc.CreateRequest().setUrn(bucket).setProperties(struct({ bucket: "b" }));
            await assert.rejects(plugin.call("create", request), {
                details:
                    "create aws:s3/bucket:Bucket b: no answer from http://127.0.0.1:1 (ECONNREFUSED): start the local cloud with ./devmin sandbox start.",
            });
        });

        it("answers other calls with unimplemented", async () => {
            await assert.rejects(plugin.call("parameterize", new rpc.ParameterizeRequest()), { code: 12 });
        });
    });

    describe("for confluentcloud", () => {
        /** Creates a resource with a Confluent Cloud that answers so. */
        async function create(
            urn: string,
            inputs: Record<string, JavaScriptValue>,
            answer: Parameters<typeof startFakeApi>[0],
        ) {
            const api = await startFakeApi(answer);
            plugin = await startPlugin("confluentcloud");
            const settings = new rpc.ConfigureRequest();
            settings.getVariablesMap().set("confluentcloud:config:endpoint", api.url);
            await plugin.call("configure", settings);
            const request = new rpc.CreateRequest().setUrn(urn).setProperties(struct(inputs));
            const created = await plugin
                .call<typeof request, rpc.CreateResponse>("create", request)
                .catch((error: ServiceError) => error);
            plugin.stop();
            await api.close();
            return created;
        }

        const owner = { id: "sa-1", kind: "ServiceAccount", apiVersion: "iam/v2" };
        const createKey = (environments: object) =>
            create(apiKey, { displayName: "k", owner }, ({ method, path }) => {
                if (method === "POST") return { id: "K", spec: { secret: "s3cret", owner: { id: "sa-1", kind: "x" } } };
                if (path === "/org/v2/environments") return environments;
                return { id: "K", spec: { owner: { id: "sa-1", kind: "ServiceAccount", api_version: "iam/v2" } } };
            });

        it("marks a secret that the cloud generated", async () => {
            const created = (await createKey({ data: [] })) as rpc.CreateResponse;
            assert.deepEqual(created.getProperties()?.toJavaScript().secret, {
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                value: "s3cret",
            });
        });

        it("keeps nothing of a key that is not accepted, as the official provider", async () => {
            const error = (await createKey({ status: 500 })) as ServiceError;
            assert.match(error.details, /answered 500 to API key K/);
            assert.deepEqual(error.metadata.get("grpc-status-details-bin"), []);
        });

        it("keeps a created cluster that is not ready", async () => {
            const cluster = { displayName: "c", availability: "SINGLE_ZONE", cloud: "AWS", region: "r", basic: {} };
            const inputs = { ...cluster, environment: { id: "env-1" } };
            const seen = { display_name: "c", config: { kind: "Basic" }, environment: { id: "env-1" } };
            const error = await create(kafkaCluster, inputs, ({ method, path }) => {
                if (method === "POST") return { id: "lkc-1" };
                if (path.startsWith("/org/")) return { status: 500 };
                return { id: "lkc-1", spec: seen, status: { phase: "PROVISIONED" } };
            });
            const [detail] = (error as ServiceError).metadata.get("grpc-status-details-bin");
            const [any] = Status.deserializeBinary(detail as Buffer).getDetailsList();
            assert.equal(any?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
            const kept = rpc.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() as Uint8Array);
            assert.equal(kept.getId(), "lkc-1");
            assert.equal(kept.getProperties()?.toJavaScript().displayName, "c");
        });
    });

    it("answers a read of a deleted resource without properties, as engines expect", async () => {
        const api = await startFakeApi(() => ({ status: 404 }));
        plugin = await startPlugin("confluentcloud");
        const settings = new rpc.ConfigureRequest();
        settings.getVariablesMap().set("confluentcloud:config:endpoint", api.url);
        await plugin.call("configure", settings);
        const request = new rpc.ReadRequest()
            .setUrn(apiKey)
            .setId("K")
            .setProperties(struct({ displayName: "k" }));
        const seen = await plugin.call<typeof request, rpc.ReadResponse>("read", request);
        plugin.stop();
        await api.close();
        assert.deepEqual([seen.getId(), seen.hasProperties(), seen.hasInputs()], ["", false, false]);
    });

    it("ends when the process that started it does", async () => {
        const script = `const { spawn } = require("node:child_process");
            const child = spawn(${JSON.stringify(getExecutable("aws"))}, [], { stdio: ["ignore", "pipe", "inherit"], detached: true });
            child.stdout.once("data", () => { console.log(child.pid); process.kill(process.pid, "SIGKILL"); });`;
        const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
        const [line] = await once(parent.stdout, "data");
        const alive = () => {
            try {
                return process.kill(Number(line), 0);
            } catch {
                return false; // no such process
            }
        };
        const deadline = Date.now() + 5_000;
        while (alive() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
        assert.equal(alive(), false);
    });
});
