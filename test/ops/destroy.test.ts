import assert from "node:assert/strict";
import { type DestroyableLayer, destroy, formatLosses } from "../../ops/destroy";
import { PulumiCommandError } from "../../ops/pulumi/cli";
import type { StateResource } from "../../ops/pulumi/state";
import { formatState, startFakeBucket } from "./fake-bucket";

const urn = (layer: string, type: string, name: string) => `urn:pulumi:dev::devmin-${layer}::${type}::${name}`;
const made = (layer: string, type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
    urn: urn(layer, type, name),
    type,
    custom: true,
    ...more,
});
const topic = made("kafka", "confluentcloud:index/kafkaTopic:KafkaTopic", "orders", { protect: true });
const acl = made("kafka", "confluentcloud:index/kafkaAcl:KafkaAcl", "orders-read");
const service = made("demo", "aws:ecs/service:Service", "pulse");
const fileOf = (layer: string) => `.pulumi/stacks/devmin-${layer}/dev.json`;

describe("what goes with a layer", () => {
    it("is told by what is lost, the gravest first, and the rest is counted", () => {
        const secret = made("kafka", "aws:secretsmanager/secret:Secret", "pulse");
        assert.deepEqual(formatLosses([acl, secret, topic]), [
            "topics, with every record in them: orders",
            "secrets, at once and for good: pulse",
            "1 more, which the next update makes again",
        ]);
    });

    for (const [what, resource] of [
        [
            "only looked up",
            made("kafka", "confluentcloud:index/kafkaCluster:KafkaCluster", "theirs", { external: true }),
        ],
        ["a component", made("kafka", "devmin:kafka:Topics", "topics", { custom: false })],
        ["a provider", made("kafka", "pulumi:providers:aws", "aws")],
    ] as const) {
        it(`is nothing that is ${what}`, () => assert.deepEqual(formatLosses([resource]), []));
    }
});

describe("destroy", () => {
    let bucket: Awaited<ReturnType<typeof startFakeBucket>>;
    let states: Record<string, string>;
    let ran: string[];
    let fails: boolean;
    beforeEach(async () => {
        ran = [];
        fails = false;
        states = {
            [fileOf("core")]: formatState([]),
            [fileOf("kafka")]: formatState([topic, acl]),
            [fileOf("demo")]: formatState([]),
        };
        bucket = await startFakeBucket(states);
    });
    afterEach(() => bucket.close());
    const pulumi = async (layer: string, [command, ...words]: string[]) => {
        ran.push(`${command} ${words[0]} of ${layer}`);
        if (command !== "destroy") return "";
        if (fails) throw new PulumiCommandError("pulumi destroy", 255, "refused");
        states[fileOf(layer)] = formatState([]);
        return "";
    };
    const destroyed = (layer: DestroyableLayer, agreed = true) =>
        destroy(bucket.env, pulumi, layer, { log: () => {}, confirm: async () => agreed });
    const links = () =>
        bucket.written
            .map(({ body }) => JSON.parse(body))
            .map(({ kind, verdict, details }) => ({ kind, verdict, details }));

    it("lifts the protection, destroys, and writes down what went", async () => {
        await destroyed("kafka");
        assert.deepEqual(ran, ["state unprotect of kafka", "destroy --yes of kafka"]);
        const details = { layer: "kafka", went: [topic.urn, acl.urn], left: [] };
        assert.deepEqual(links(), [{ kind: "destroy", verdict: "pass", details }]);
    });

    it("lifts nothing where nothing is protected", async () => {
        states[fileOf("demo")] = formatState([service]);
        await destroyed("demo");
        assert.deepEqual(ran, ["destroy --yes of demo"]);
    });

    it("writes down what is left when it fails, and says why it did", async () => {
        fails = true;
        await assert.rejects(destroyed("kafka"), /refused/);
        const details = { layer: "kafka", went: [], left: [topic.urn, acl.urn] };
        assert.deepEqual(links(), [{ kind: "destroy", verdict: "fail", details }]);
    });

    it("takes nothing unless that is agreed to", async () => {
        assert.equal(await destroyed("kafka", false), undefined);
        assert.deepEqual([ran, links()], [[], []]);
    });

    for (const { title, change, says } of [
        {
            title: "while demo stands on it",
            change: () => Object.assign(states, { [fileOf("demo")]: formatState([service]) }),
            says: "demo is up and stands on kafka: take it down first with ./devmin destroy demo",
        },
        {
            title: "while nobody knows whether demo does",
            change: () => delete states[fileOf("demo")],
            says: "states holds no state of demo: bring it back with ./devmin recover demo",
        },
        {
            title: "where there is nothing",
            change: () => Object.assign(states, { [fileOf("kafka")]: formatState([]) }),
            says: "there is nothing to destroy: kafka is not up.",
        },
    ]) {
        it(`takes nothing of kafka ${title}`, async () => {
            change();
            await assert.rejects(destroyed("kafka"), { message: says });
            assert.deepEqual([ran, links()], [[], []]);
        });
    }
});
