import assert from "node:assert/strict";
import { readEnvironmentCost } from "../../../ops/cost/report";
import { destroy } from "../../../ops/destroy";
import { readLayerOutputs } from "../../../ops/layer-outputs";
import { assertStatesReadable, readStateSummary } from "../../../ops/pulumi/state";
import { rotateKey } from "../../../ops/rotate";
import { deployLayers } from "../../../ops/up";
import { verify } from "../../../ops/verify";
import { awsClients, createAwsError } from "../../fake-aws";
import { formatState, startFakeBucket } from "../../fake-aws/bucket";

const buildKey = (layer: string) => `.pulumi/stacks/devmin-${layer}/dev.json`;
const stack = (layer: string, outputs: object) =>
    formatState([{ urn: "a", type: "pulumi:pulumi:Stack", outputs }], layer);
const pulumi = async (): Promise<string> => assert.fail("Pulumi ran");
const sentence =
    /the state of demo is damaged \(version only, since 2026-11-24T10:00:00\.000Z: it is empty\): \.\/devmin recover demo$/;

describe("a damaged state", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    const states = {
        [buildKey("core")]: stack("core", { stateBucket: "states" }),
        [buildKey("kafka")]: stack("kafka", { clusterId: "lkc-1", applicationAccess: { pulse: {} } }),
    };
    const startWith = (body: string) => {
        bucket = startFakeBucket({ ...states, [buildKey("demo")]: body });
        const version = { VersionId: "only" };
        const { GetObject } = bucket.responses as { GetObject: (input: object) => object };
        bucket.responses.GetObject = (input) => {
            const answer = GetObject(input);
            return answer instanceof Error ? answer : { ...answer, ...version };
        };
        return bucket.env;
    };
    afterEach(() => bucket.stop());

    const options = { log: () => {}, confirm: () => assert.fail("asked") };
    for (const [command, run] of Object.entries<(env: ReturnType<typeof startWith>) => Promise<unknown>>({
        up: (env) => deployLayers(env, awsClients, pulumi, ["demo"], options),
        "up of the layer before": (env) => deployLayers(env, awsClients, pulumi, ["kafka", "demo"], options),
        plan: (env) => assertStatesReadable(env, awsClients, ["demo"]),
        destroy: (env) => destroy(env, awsClients, pulumi, "demo", options),
        "destroy of the layer below": (env) => destroy(env, awsClients, pulumi, "kafka", options),
        rotate: (env) => rotateKey(env, awsClients, pulumi, "pulse", options),
        cost: (env) => readEnvironmentCost(env, awsClients),
        "run, lease and budget": (env) => readLayerOutputs(env, awsClients, "demo"),
        "join and bootstrap": (env) => readStateSummary(env, awsClients, "demo"),
    })) {
        it(`stops ${command} with one sentence before anything is done`, async () => {
            await assert.rejects(run(startWith("")), { message: sentence });
            assert.deepEqual(bucket.written, []);
        });
    }

    it("fails verify, which still looks at the other layers", async () => {
        const { results, entry } = await verify(startWith(""), awsClients, async () => "");
        const demo = results.find(({ claim }) => claim === "demo is deployed");
        assert.equal(demo?.answer, "fail");
        assert.match(demo?.because[0] ?? "", sentence);
        const services = results.find(({ claim }) => claim.startsWith("every service"));
        assert.deepEqual([services?.answer, services?.because], ["skipped", ["the state of demo is damaged"]]);
        assert.equal(entry.verdict, "fail");
    });

    it("fails verify when it is older than the version in the last audit log entry", async () => {
        const env = startWith(stack("demo", { clusterName: "c" }));
        const newer = formatState([], "demo", "2026-11-24T09:59:30Z");
        bucket.versions.push({ key: buildKey("demo"), id: "v9", body: newer });
        bucket.responses.HeadObject = { VersionId: "v9" };
        await verify(env, awsClients, async () => "");
        const { results } = await verify(env, awsClients, async () => "");
        const demo = results.find(({ claim }) => claim === "demo is deployed");
        assert.match(
            demo?.because[0] ?? "",
            /^the state of demo is damaged \(version only: Pulumi wrote it at 2026-11-24T09:59:00Z, before version v9 of 2026-11-24T09:59:30Z, which audit log entry 1 names\): \.\/devmin recover demo$/,
        );
    });

    it("is one that cannot be decrypted", async () => {
        const env = startWith("");
        bucket.responses.GetObject = createAwsError("KMS.DisabledException", { message: "key is disabled" });
        await assert.rejects(assertStatesReadable(env, awsClients, ["demo"]), {
            message:
                /^the state of demo is damaged \(since .*: it cannot be decrypted, key is disabled\): \.\/devmin recover demo$/,
        });
    });

    it("is not one that these credentials may not read", async () => {
        const env = startWith("");
        bucket.responses.GetObject = createAwsError("AccessDenied", { status: 403 });
        await assert.rejects(assertStatesReadable(env, awsClients, ["demo"]), { message: "AccessDenied" });
    });

    it("is one that was deleted, but not for bootstrap, which creates it again", async () => {
        const env = startWith("");
        const error = Object.assign(createAwsError("NoSuchKey", { status: 404 }), {
            $response: { headers: { "x-amz-delete-marker": "true", "x-amz-version-id": "marker" } },
        });
        bucket.responses.GetObject = error;
        await assert.rejects(assertStatesReadable(env, awsClients, ["demo"]), {
            message: "the state of demo is damaged (version marker: it was deleted): ./devmin recover demo",
        });
        assert.equal(await readStateSummary(env, awsClients, "demo"), undefined);
    });

    it("is not one of a stack that was never updated", async () => {
        const env = startWith(JSON.stringify({ version: 3, checkpoint: { stack: "organization/devmin-demo/dev" } }));
        await assertStatesReadable(env, awsClients, ["demo"]);
    });
});
