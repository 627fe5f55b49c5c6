import assert from "node:assert/strict";
import { type DestroyableLayer, destroy, formatLosses } from "../../ops/destroy";
import type { FoundResource } from "../../ops/drift/found-resource";
import { PulumiCommandError } from "../../ops/pulumi/cli";
import type { StateResource } from "../../ops/pulumi/state";
import { awsClients } from "../fake-aws";
import { formatState, startFakeBucket } from "../fake-aws/bucket";

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

describe("the losses of a destroy", () => {
    it("are listed by type, the most serious first, and the rest is counted", () => {
        const secret = made("kafka", "aws:secretsmanager/secret:Secret", "pulse");
        assert.deepEqual(formatLosses([acl, secret, topic]), [
            "topics, with every record in them: orders",
            "secrets, immediately and irrecoverably: pulse",
            "1 more, which the next update creates again",
        ]);
    });

    for (const [what, resource] of [
        [
            "a resource that was only read",
            made("kafka", "confluentcloud:index/kafkaCluster:KafkaCluster", "theirs", { external: true }),
        ],
        ["a component", made("kafka", "devmin:kafka:Topics", "topics", { custom: false })],
        ["a provider", made("kafka", "pulumi:providers:aws", "aws")],
    ] as const) {
        it(`do not include ${what}`, () => assert.deepEqual(formatLosses([resource]), []));
    }
});

describe("destroy", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let states: Record<string, string>;
    let ran: string[];
    let fails: boolean;
    let looks: number;
    let undeclared: () => FoundResource[];
    beforeEach(async () => {
        ran = [];
        fails = false;
        looks = 0;
        undeclared = () => [];
        states = {
            [fileOf("core")]: formatState([], "core"),
            [fileOf("kafka")]: formatState([topic, acl], "kafka"),
            [fileOf("demo")]: formatState([]),
        };
        bucket = startFakeBucket(states);
    });
    afterEach(() => bucket.stop());
    const pulumi = async (layer: string, [command, ...args]: string[]) => {
        ran.push(
            `${[command, ...args.filter((arg) => arg !== "--yes" && arg !== "--skip-preview")].join(" ")} of ${layer}`,
        );
        if (command !== "destroy") return "";
        if (fails) throw new PulumiCommandError("pulumi destroy", 255, "refused");
        states[fileOf(layer)] = formatState([], layer);
        return "";
    };
    const runDestroy = (layer: DestroyableLayer, agreed = true) =>
        destroy(bucket.env, awsClients, pulumi, layer, {
            log: () => {},
            confirm: async () => agreed,
            listUndeclared: async ({ resources }) => {
                looks += 1;
                assert.deepEqual(resources, []);
                return undeclared();
            },
            clock: { now: () => 0, sleep: async () => {} },
        });
    const listEntries = () =>
        bucket.written
            .map(({ body }) => JSON.parse(body))
            .map(({ kind, verdict, details }) => ({ kind, verdict, details }));

    it("unprotects, destroys, and records what was deleted", async () => {
        await runDestroy("kafka");
        assert.deepEqual(ran, ["state unprotect --all of kafka", "destroy --refresh of kafka"]);
        const details = { layer: "kafka", went: [topic.urn, acl.urn], left: [], undeclared: [] };
        assert.deepEqual(listEntries(), [{ kind: "destroy", verdict: "pass", details }]);
    });

    it("does not unprotect when nothing is protected", async () => {
        states[fileOf("demo")] = formatState([service]);
        await runDestroy("demo");
        assert.deepEqual(ran, ["destroy --refresh of demo"]);
    });

    it("records what is left when it fails, and passes on the failure", async () => {
        fails = true;
        await assert.rejects(runDestroy("kafka"), /refused/);
        const details = { layer: "kafka", went: [], left: [topic.urn, acl.urn], undeclared: [] };
        assert.deepEqual(listEntries(), [{ kind: "destroy", verdict: "fail", details }]);
    });

    const natGateway = { kind: "NAT gateway", id: "nat-1", type: "aws:ec2/natGateway:NatGateway" };

    it("fails, with the price, when something of the layer is in no state, and records it", async () => {
        states[fileOf("demo")] = formatState([service]);
        undeclared = () => [natGateway];
        await assert.rejects(
            runDestroy("demo"),
            /^Error: what Pulumi created for demo is destroyed \(audit log entry 1\), but demo is not gone\..*\n {2}NAT gateway nat-1 \(32\.85 USD a month per gateway, .*\)\n/,
        );
        assert.equal(looks, 7);
        const [entry] = listEntries();
        assert.deepEqual([entry?.verdict, entry?.details.left, entry?.details.undeclared.length], ["fail", [], 1]);
    });

    it("passes when the clouds list no more of the layer after a while", async () => {
        states[fileOf("demo")] = formatState([service]);
        undeclared = () => (looks < 3 ? [natGateway] : []);
        await runDestroy("demo");
        assert.equal(looks, 3);
    });

    it("records what it deleted even if it cannot look for what is left", async () => {
        states[fileOf("demo")] = formatState([service]);
        undeclared = () => {
            throw new Error("cloud down");
        };
        await assert.rejects(runDestroy("demo"), /nobody knows what, as the clouds could not be asked: cloud down/);
        assert.deepEqual(listEntries()[0]?.details.went, [service.urn]);
    });

    it("deletes nothing when the user declines", async () => {
        assert.equal(await runDestroy("kafka", false), undefined);
        assert.deepEqual([ran, listEntries()], [[], []]);
    });

    for (const { title, change, says } of [
        {
            title: "while demo depends on it",
            change: () => Object.assign(states, { [fileOf("demo")]: formatState([service]) }),
            says: "demo is up and depends on kafka: destroy it first with ./devmin destroy demo",
        },
        {
            title: "while demo's state is missing",
            change: () => delete states[fileOf("demo")],
            says: "states has no state of demo: restore it with ./devmin recover demo",
        },
        {
            title: "when kafka is not up",
            change: () => Object.assign(states, { [fileOf("kafka")]: formatState([], "kafka") }),
            says: "there is nothing to destroy: kafka is not up.",
        },
    ]) {
        it(`deletes nothing of kafka ${title}`, async () => {
            change();
            await assert.rejects(runDestroy("kafka"), { message: says });
            assert.deepEqual([ran, listEntries()], [[], []]);
        });
    }
});
