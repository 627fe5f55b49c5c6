import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateCostDiff, formatCostDiff } from "../../../ops/cost/diff";
import { calculateEnvironmentCost, listBilledResources, readEnvironmentCost } from "../../../ops/cost/report";
import { formatCostTable } from "../../../ops/cost/table";
import type { StateResource } from "../../../ops/pulumi/state";
import { assumedUsage } from "../../../policy-pack/pricing/assumptions";
import type { BillableResource } from "../../../policy-pack/pricing/cost";
import { formatState, startFakeBucket } from "../fake-bucket";

const resource = (
    layer: string,
    type: string,
    name: string,
    inputs: Record<string, unknown> = {},
): BillableResource => ({
    urn: `urn:pulumi:dev::devmin-${layer}::${type}::${name}`,
    type,
    inputs,
});
const key = resource("core", "aws:kms/key:Key", "key", { enableKeyRotation: true });
const topic = resource("core", "aws:sns/topic:Topic", "spending");
const secret = resource("kafka", "aws:secretsmanager/secret:Secret", "pulse");
const task = resource("demo", "aws:ecs/taskDefinition:TaskDefinition", "pulse", {
    family: "pulse",
    cpu: "256",
    memory: "512",
});
const service = resource("demo", "aws:ecs/service:Service", "pulse", {
    desiredCount: 1,
    taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/pulse:3",
    networkConfiguration: { assignPublicIp: true },
    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
});
const volume = resource("demo", "aws:ebs/volume:Volume", "disk", { size: "large" });
const all = { core: [key, topic], kafka: [secret], demo: [task, service] };

describe("what an environment costs", () => {
    it("is that of its layers, together", () => {
        const { layers, total } = calculateEnvironmentCost(all, 50);
        // A quarter of a vCPU 7.3875, half a GB 1.625, an address 3.65: 12.6625, in 730 hours 0.017346; 40 of them 0.693836.
        assert.equal(layers.demo?.hour, 0.017346);
        assert.equal(layers.demo?.month, 0.693836);
        // 1,000 calls for a secret at 0.05 the 10,000.
        assert.equal(layers.kafka?.month, 0.405);
        assert.deepEqual(total, { idle: 1.4, hour: 0.017346, month: 2.098836, fullMonth: 14.0675 });
    });
    it("comes to more in the second and third year, as the key is rotated", () => {
        assert.deepEqual(calculateEnvironmentCost(all, 50).years, [2.098836, 3.098836, 4.098836]);
    });
    it("counts nothing of a layer that is not up, and says so", () => {
        const { layers, total } = calculateEnvironmentCost({ ...all, demo: [] }, 50);
        assert.equal(layers.demo, null);
        assert.equal(total.hour, 0);
    });
    it("is of what its state has from providers, not what was looked up, nor Pulumi's own", () => {
        const found = (more: Partial<StateResource>): StateResource => ({ ...key, custom: true, ...more });
        const states = [
            found({ propertyDependencies: { policy: ["urn"] } }),
            found({ external: true }),
            found({ custom: false, type: "devmin:core:Bucket" }),
            found({ type: "pulumi:providers:aws" }),
        ];
        assert.deepEqual(listBilledResources(states), [
            { ...key, propertyDependencies: { policy: ["urn"] }, custom: true },
        ]);
    });
});

describe("the costs of an environment that is there", () => {
    let bucket: Awaited<ReturnType<typeof startFakeBucket>>;
    let root: string;
    const given = async (card?: string) => {
        if (card) writeFileSync(join(root, "Pulumi.dev.yaml"), card);
        return readEnvironmentCost({ ...bucket.env, root });
    };
    beforeEach(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-cost-"));
        bucket = await startFakeBucket({
            ".pulumi/stacks/devmin-core/dev.json": formatState([{ ...key, custom: true }]),
            ".pulumi/stacks/devmin-kafka/dev.json": formatState([]),
        });
    });
    afterEach(() => {
        bucket.close();
        rmSync(root, { recursive: true });
    });

    it("are of the layers that have a state with something in it", async () => {
        const { layers, total } = await given();
        assert.deepEqual([layers.kafka, layers.demo, total.idle], [null, null, 1]);
    });
    it("have the card's ceiling, and the usual one where it sets none", async () => {
        assert.equal((await given()).ceiling, 50);
        assert.equal((await given("config:\n    aws:region: eu-central-1\n")).ceiling, 50);
        assert.equal((await given("config:\n    devmin:maxMonthlyUsd: 80\n")).ceiling, 80);
    });
    it("refuse a ceiling that is none", async () => {
        await assert.rejects(given('config:\n    devmin:maxMonthlyUsd: "much"\n'), {
            message:
                /^devmin:maxMonthlyUsd in .*Pulumi\.dev\.yaml is much: it must be a number of USD a month, for example 50\.$/,
        });
    });
    it("refuse assumptions nobody can read", async () => {
        const before = assumedUsage.problems;
        Object.assign(assumedUsage, { problems: ["unknown assumption demoHour."] });
        try {
            await assert.rejects(given(), { message: "unknown assumption demoHour." });
        } finally {
            Object.assign(assumedUsage, { problems: before });
        }
    });
});

describe("the table of costs", () => {
    const lines = (ceiling = 50, billed: typeof all = all) =>
        formatCostTable(calculateEnvironmentCost(billed, ceiling));
    const table = (given = lines()) =>
        given
            .slice(
                0,
                given.findIndex((line) => line.startsWith("idle:")),
            )
            .join("\n");

    it("has a row for each resource that costs or bills by use, layer by layer, in columns", () => {
        assert.equal(
            table(),
            [
                "layer  resource            idle   an hour   a month",
                "core   Key key             1.00         –      1.00  2.00 in its second year, 3.00 from its third on",
                "core   Topic spending         –         –         –  by use, which is not assumed",
                "core   together            1.00         –      1.00",
                "",
                "kafka  Secret pulse        0.40         –      0.41",
                "kafka  together            0.40         –      0.41",
                "",
                "demo   Service pulse          –    0.0173      0.69  at most: on demand, and Spot is less",
                "demo   together               –    0.0173      0.69",
                "",
                "all    together            1.40    0.0173      2.10",
                "",
            ].join("\n"),
        );
    });
    it("says how the most compares with the ceiling", () => {
        assert.ok(
            lines(50).some((line) => /it is 14\.07, within the ceiling of 50 \(devmin:maxMonthlyUsd\)\.$/.test(line)),
        );
        assert.ok(lines(14).some((line) => /it is 14\.07, above the ceiling of 14 /.test(line)));
    });
    it("says what it comes to in later years, where that differs", () => {
        const later = /comes to 3\.10 in the second year and 4\.10 from the third on/;
        assert.ok(lines().some((line) => later.test(line)));
        const kept = { ...key, inputs: { enableKeyRotation: false } };
        assert.ok(!lines(50, { ...all, core: [kept] }).some((line) => /second year/.test(line)));
    });
    it("says what is unknown, beside the sum and below it", () => {
        const said = lines(50, { ...all, demo: [volume] });
        assert.match(table(said), /^demo {3}Volume disk +– +– +– {2}unknown, see below$/m);
        assert.match(table(said), /^all +together .* and what is unknown$/m);
        assert.ok(
            said.includes(
                'What Volume disk costs is unknown, and counted as nothing, as size is "large", which is not a number from 0.',
            ),
        );
    });
    it("says which layer is not up", () => {
        assert.match(table(lines(50, { ...all, demo: [] })), /^demo {3}not up: nothing of it is counted$/m);
    });
    it("never shows little as nothing", () => {
        const bucket = resource("core", "aws:s3/bucket:Bucket", "b");
        const few = { ...calculateEnvironmentCost({ ...all, core: [bucket] }, 50) };
        const [cost] = few.layers.core?.resources ?? [];
        Object.assign(cost as object, { month: 0.004 });
        assert.ok(formatCostTable(few).some((line) => /^core +Bucket b +– +– +<0\.01$/.test(line)));
    });
    it("says what it assumes, and where to say otherwise", () => {
        assert.ok(lines().some((line) => /policy-pack\/usage\.json/.test(line)));
        assert.ok(lines().some((line) => /^ {2}demoHours +40 {2}hours a month that demo is up$/.test(line)));
    });
    it("fits a screen", () => {
        for (const line of lines()) assert.ok(line.length <= 120, line);
    });
});

describe("what a change costs", () => {
    const nat = resource("demo", "aws:ec2/natGateway:NatGateway", "nat");

    it("is told as the sums before and after, and who makes the difference, most of it first", () => {
        const two = { ...service, inputs: { ...service.inputs, desiredCount: 2 } };
        assert.deepEqual(formatCostDiff(calculateCostDiff([task, service], [task, two, nat])), [
            "USD idle 0.00 → 32.85, an hour 0.0173 → 0.0347, a month as assumed 0.69 → 34.24, " +
                "a month in which no lease ends 12.66 → 58.17",
            "    +32.85 a month  NatGateway nat",
            "     +0.69 a month  Service pulse",
        ]);
    });
    it("is less where something goes", () => {
        assert.equal(
            formatCostDiff(calculateCostDiff([nat, secret], [secret]))[1],
            "    −32.85 a month  NatGateway nat",
        );
    });
    it("is none where all stays", () => {
        assert.deepEqual(formatCostDiff(calculateCostDiff([secret], [secret])), [
            "USD idle 0.40 as before, an hour 0.0000 as before, a month as assumed 0.41 as before, " +
                "a month in which no lease ends 0.41 as before",
        ]);
    });
    it("says what is unknown of what is to come", () => {
        const change = calculateCostDiff([], [volume]);
        assert.deepEqual(change.unpriced, [
            { urn: volume.urn, name: "Volume disk", because: 'size is "large", which is not a number from 0' },
        ]);
        assert.match(formatCostDiff(change).join("\n"), /what Volume disk costs is unknown, and counted as nothing/);
    });
});
