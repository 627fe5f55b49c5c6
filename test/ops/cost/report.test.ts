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
import { awsClients } from "../../fake-aws";
import { formatState, startFakeBucket } from "../../fake-aws/bucket";

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

describe("the cost of an environment", () => {
    it("is the sum of its layers", () => {
        const { layers, total } = calculateEnvironmentCost(all, 50);
        // A quarter of a vCPU 7.3875, half a GB 1.625, an address 3.65: 12.6625, in 730 hours 0.017346; 40 of them 0.693836.
        assert.equal(layers.demo?.hour, 0.017346);
        assert.equal(layers.demo?.month, 0.693836);
        // 1,000 calls for a secret at 0.05 the 10,000.
        assert.equal(layers.kafka?.month, 0.405);
        assert.deepEqual(total, { idle: 1.4, hour: 0.017346, month: 2.098836, fullMonth: 14.0675 });
    });
    it("rises in the second and third year, because the key is rotated", () => {
        assert.deepEqual(calculateEnvironmentCost(all, 50).years, [2.098836, 3.098836, 4.098836]);
    });
    it("is null for a layer that is not up", () => {
        const { layers, total } = calculateEnvironmentCost({ ...all, demo: [] }, 50);
        assert.equal(layers.demo, null);
        assert.equal(total.hour, 0);
    });
    it("counts the providers' resources in a state, not those only read, nor Pulumi's own", () => {
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

describe("the cost of an existing environment", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let root: string;
    const readCost = async (summaryConfig?: string) => {
        if (summaryConfig) writeFileSync(join(root, "Pulumi.dev.yaml"), summaryConfig);
        return readEnvironmentCost({ ...bucket.env, root }, awsClients);
    };
    beforeEach(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-cost-"));
        bucket = startFakeBucket({
            ".pulumi/stacks/devmin-core/dev.json": formatState([{ ...key, custom: true }], "core"),
            ".pulumi/stacks/devmin-kafka/dev.json": formatState([], "kafka"),
        });
    });
    afterEach(() => {
        bucket.stop();
        rmSync(root, { recursive: true });
    });

    it("counts the layers that have resources in their state", async () => {
        const { layers, total } = await readCost();
        assert.deepEqual([layers.kafka, layers.demo, total.idle], [null, null, 1]);
    });
    it("has the environment summary's ceiling, and the default where it sets none", async () => {
        assert.equal((await readCost()).ceiling, 50);
        assert.equal((await readCost("config:\n    aws:region: eu-central-1\n")).ceiling, 50);
        assert.equal((await readCost("config:\n    devmin:maxMonthlyUsd: 80\n")).ceiling, 80);
    });
    it("refuses an invalid ceiling", async () => {
        await assert.rejects(readCost('config:\n    devmin:maxMonthlyUsd: "much"\n'), {
            message:
                /^devmin:maxMonthlyUsd in .*Pulumi\.dev\.yaml is much: it must be a number of USD a month, for example 50\.$/,
        });
    });
    it("refuses invalid assumptions", async () => {
        const before = assumedUsage.problems;
        Object.assign(assumedUsage, { problems: ["unknown assumption demoHour."] });
        try {
            await assert.rejects(readCost(), { message: "unknown assumption demoHour." });
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
                "layer  resource            idle      hour     month",
                "core   Key key             1.00         –      1.00  2.00 in the second year, 3.00 from the third",
                "core   Topic spending         –         –         –  by use, no usage assumed",
                "core   total               1.00         –      1.00",
                "",
                "kafka  Secret pulse        0.40         –      0.41",
                "kafka  total               0.40         –      0.41",
                "",
                "demo   Service pulse          –    0.0173      0.69  at most: on demand, Spot costs less",
                "demo   total                  –    0.0173      0.69",
                "",
                "all    total               1.40    0.0173      2.10",
                "",
            ].join("\n"),
        );
    });
    it("compares the most expensive month with the ceiling", () => {
        assert.ok(
            lines(50).some((line) => /costs 14\.07, within the ceiling of 50 \(devmin:maxMonthlyUsd\)\.$/.test(line)),
        );
        assert.ok(lines(14).some((line) => /costs 14\.07, above the ceiling of 14 /.test(line)));
    });
    it("shows later years when they differ", () => {
        const later = /costs 3\.10 in the second year and 4\.10 from the third/;
        assert.ok(lines().some((line) => later.test(line)));
        const unrotatedKey = { ...key, inputs: { enableKeyRotation: false } };
        assert.ok(!lines(50, { ...all, core: [unrotatedKey] }).some((line) => /second year/.test(line)));
    });
    it("marks unknown costs, next to the sum and below it", () => {
        const printed = lines(50, { ...all, demo: [volume] });
        assert.match(table(printed), /^demo {3}Volume disk +– +– +– {2}unknown, see below$/m);
        assert.match(table(printed), /^all +total .* plus unknown costs$/m);
        assert.ok(
            printed.includes(
                'The cost of Volume disk is unknown and counts as zero: size is "large", which is not a number from 0.',
            ),
        );
    });
    it("shows which layer is not up", () => {
        assert.match(table(lines(50, { ...all, demo: [] })), /^demo {3}not up, not counted$/m);
    });
    it("never rounds a small amount to zero", () => {
        const bucket = resource("core", "aws:s3/bucket:Bucket", "b");
        const few = { ...calculateEnvironmentCost({ ...all, core: [bucket] }, 50) };
        const [cost] = few.layers.core?.resources ?? [];
        Object.assign(cost as object, { month: 0.004 });
        assert.ok(formatCostTable(few).some((line) => /^core +Bucket b +– +– +<0\.01$/.test(line)));
    });
    it("lists the assumed usage, and where to change it", () => {
        assert.ok(lines().some((line) => /policy-pack\/usage\.json/.test(line)));
        assert.ok(lines().some((line) => /^ {2}demoHours +40 {2}hours a month that demo is up$/.test(line)));
    });
    it("fits a screen", () => {
        for (const line of lines()) assert.ok(line.length <= 120, line);
    });
});

describe("the cost of a change", () => {
    const nat = resource("demo", "aws:ec2/natGateway:NatGateway", "nat");

    it("shows the sums before and after, and the resources, the greatest difference first", () => {
        const two = { ...service, inputs: { ...service.inputs, desiredCount: 2 } };
        assert.deepEqual(formatCostDiff(calculateCostDiff([task, service], [task, two, nat])), [
            "USD: idle 0.00 → 32.85, hour 0.0173 → 0.0347, month with assumed usage 0.69 → 34.24, " +
                "month without a lease end 12.66 → 58.17",
            "    +32.85 a month  NatGateway nat",
            "     +0.69 a month  Service pulse",
        ]);
    });
    it("is negative when a resource is deleted", () => {
        assert.equal(
            formatCostDiff(calculateCostDiff([nat, secret], [secret]))[1],
            "    −32.85 a month  NatGateway nat",
        );
    });
    it("is unchanged when all resources are", () => {
        assert.deepEqual(formatCostDiff(calculateCostDiff([secret], [secret])), [
            "USD: idle 0.40 (unchanged), hour 0.0000 (unchanged), month with assumed usage 0.41 (unchanged), " +
                "month without a lease end 0.41 (unchanged)",
        ]);
    });
    it("names new resources whose cost is unknown", () => {
        const change = calculateCostDiff([], [volume]);
        assert.deepEqual(change.unpriced, [
            { urn: volume.urn, name: "Volume disk", because: 'size is "large", which is not a number from 0' },
        ]);
        assert.match(formatCostDiff(change).join("\n"), /the cost of Volume disk is unknown and counts as zero/);
    });
});
