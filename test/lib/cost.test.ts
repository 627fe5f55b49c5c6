import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type LayerCost, summarizeCosts, trackCosts } from "../../lib/cost";
import { assumedUsage, type Usage } from "../../policy-pack/pricing/assumptions";
import { resolveOutput } from "../mocks";

const round = (usd: number) => Math.round(usd * 100) / 100;

/** The cost that a program with these resources exports. */
async function costOf(declare: () => void): Promise<pulumi.Output<LayerCost>> {
    await pulumi.runtime.setMocks(
        {
            newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
            call: () => ({}),
        },
        "devmin-demo",
        "dev",
        false,
    );
    let cost: pulumi.Output<LayerCost> | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
        const costs = trackCosts();
        declare();
        cost = costs();
    });
    await pulumi.runtime.disconnect();
    return cost as pulumi.Output<LayerCost>;
}

describe("cost of a layer", () => {
    const usage: Usage = { ...assumedUsage.usage };
    before(() => {
        // No usage but the hours, so that sums are those of the resources.
        for (const name of Object.keys(usage))
            if (name !== "demoHours") Object.assign(assumedUsage.usage, { [name]: 0 });
    });
    after(() => void Object.assign(assumedUsage.usage, usage));

    it("sums up all declared resources, including those in components", async () => {
        class Component extends pulumi.ComponentResource {
            constructor() {
                super("devmin:demo:Component", "component");
                new aws.secretsmanager.Secret("inner", {}, { parent: this });
            }
        }
        const cost = await resolveOutput<LayerCost>(
            await costOf(() => {
                new aws.kms.Key("key");
                new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" });
                new Component();
            }),
        );
        assert.deepEqual([cost.idle, cost.hour, cost.month, cost.unpriced], [1.4, 0, 1.4, []]);
    });
    it("uses values that other resources output", async () => {
        const cost = await resolveOutput<LayerCost>(
            await costOf(() => {
                const size = new aws.ec2.Eip("front").id.apply(() => 20);
                new aws.ebs.Volume("disk", { availabilityZone: "eu-central-1a", size });
            }),
        );
        assert.equal(cost.idle, 5.65); // an address 3.65, 20 GB 2.00
    });
    it("is not secret, even if an input is", async () => {
        const cost = await costOf(() => {
            new aws.ebs.Volume("disk", { availabilityZone: "eu-central-1a", size: pulumi.secret(20) });
        });
        assert.equal(await pulumi.isSecret(cost), false);
        assert.equal((await resolveOutput<LayerCost>(cost)).idle, 2);
    });
    it("lists resources without a known price", async () => {
        const { unpriced } = await resolveOutput<LayerCost>(
            await costOf(() => {
                new aws.dynamodb.Table("table", { attributes: [] });
            }),
        );
        assert.deepEqual(unpriced, ["Table table: readCapacity is not set, which is not a number from 0"]);
    });
    it("refuses assumptions that are not valid", async () => {
        const before = assumedUsage.problems;
        Object.assign(assumedUsage, { problems: ["unknown assumption demoHour."] });
        try {
            assert.throws(trackCosts, /^Refusal: unknown assumption demoHour\.$/);
        } finally {
            Object.assign(assumedUsage, { problems: before });
        }
    });
});

describe("cost of all layers", () => {
    const core: LayerCost = { idle: 1, hour: 0, month: 1.2, fullMonth: 1.2, unpriced: [] };
    const demo: LayerCost = { idle: 0.5, hour: 0.015, month: 1.2, fullMonth: 11.5, unpriced: [] };
    const up = { core: "state", demo: "cluster" };

    it("is the sum over the layers", () => {
        const { total, notCounted } = summarizeCosts(up, { core, demo }, 50);
        assert.deepEqual(Object.values(total).map(round), [1.5, 0.02, 2.4, 12.7]);
        assert.deepEqual(notCounted, []);
    });
    it("may equal the ceiling", () => {
        assert.doesNotThrow(() => summarizeCosts(up, { core, demo }, 12.7));
    });
    it("is refused above the ceiling, with the cost of each layer", () => {
        assert.throws(
            () => summarizeCosts(up, { core, demo }, 12),
            /^Refusal: all layers together cost 12\.70 USD in a month in which no lease ends \(core 1\.20, demo 11\.50\); the ceiling is 12 \(devmin:maxMonthlyUsd\): .* pulumi config set maxMonthlyUsd 13$/,
        );
    });
    it("lists what is not counted: a layer that is not up, a layer of an older devmin version, a resource without a price", () => {
        const open = { ...demo, unpriced: ["Table table: readCapacity is not set"] };
        const { layers, notCounted } = summarizeCosts(
            { core: null, kafka: "lkc-1", demo: "cluster" },
            { core: null, kafka: null, demo: open },
            50,
        );
        assert.deepEqual(notCounted, [
            "core is not up yet: run pulumi up -C core",
            "kafka was deployed by a devmin version that does not report costs: run pulumi up -C kafka",
            "Table table: readCapacity is not set",
        ]);
        assert.equal(layers.kafka, notCounted[1]);
    });
});
