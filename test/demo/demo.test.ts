import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildBundle } from "../../demo/bundle";
import { services } from "../../demo/services";
import type { LayerCost } from "../../lib/cost";
import { type DeclaredResource, type Registration, resolveOutput, runLayerProgram } from "../mocks";

const until = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:pulse-AbCdEf";
const good = {
    project: "devmin-demo",
    config: { "devmin-demo:account": "123456789012", "aws:region": "eu-central-1", "devmin-demo:leaseUntil": until },
    layerOutputs: {
        core: {
            account: "123456789012",
            region: "eu-central-1",
            owner: "a@b.org",
            artifactsBucket: "artifacts",
            evidenceBucket: "evidence",
            keyArn: "arn:aws:kms:::key/1",
        },
        kafka: { applicationAccess: { pulse: { secretArn, secretVersion: "v2", consumerGroup: "pulse" } } },
    },
};

describe("demo", () => {
    let resources: DeclaredResource[];
    let registered: Registration[];
    let exports: Record<string, unknown>;
    before(async () => {
        ({ resources, registered, exports } = await runLayerProgram("../demo", good));
    });
    const of = (type: string) => resources.filter((each) => each.type === type);
    const containers = () =>
        JSON.parse(of("aws:ecs/taskDefinition:TaskDefinition")[0]?.inputs.containerDefinitions as string);

    it("says what it costs: nothing idle, and by the hour what its services' tasks do", async () => {
        const { idle, hour, unpriced } = await resolveOutput<LayerCost>(exports.cost);
        // On ARM a quarter of a vCPU is 5.91 USD a month, half a GB 1.30, an address 3.65.
        assert.deepEqual([idle, hour, unpriced], [0, Math.round((10.86 / 730) * 1e6) / 1e6, []]);
    });

    it("puts no subnet into a zone without Fargate", async () => {
        const zones: Record<string, string> = {
            "usw1-az1": "us-west-1a",
            "usw1-az2": "us-west-1b",
            "usw1-az3": "us-west-1c",
        };
        const { resources: made } = await runLayerProgram("../demo", {
            ...good,
            functionResults: {
                "aws:index/getAvailabilityZones:getAvailabilityZones": ({ excludeZoneIds }) => ({
                    names: Object.keys(zones)
                        .filter((id) => !(excludeZoneIds as string[]).includes(id))
                        .map((id) => zones[id]),
                }),
            },
        });
        assert.deepEqual(
            made.filter(({ type }) => type === "aws:ec2/subnet:Subnet").map(({ inputs }) => inputs.availabilityZone),
            ["us-west-1a", "us-west-1c"],
        );
    });

    it("runs on x86 where its configuration says so", async () => {
        const config = { ...good.config, "devmin-demo:cpuArchitecture": "X86_64" };
        const { resources: made } = await runLayerProgram("../demo", { ...good, config });
        const [definition] = made.filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
        assert.deepEqual(definition?.inputs.runtimePlatform, {
            cpuArchitecture: "X86_64",
            operatingSystemFamily: "LINUX",
        });
    });

    it("runs every service of the catalogue on Fargate Spot, on ARM", () => {
        assert.equal(of("aws:ecs/service:Service").length, Object.keys(services).length);
        for (const { inputs } of of("aws:ecs/service:Service")) {
            assert.deepEqual(inputs.capacityProviderStrategies, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]);
        }
        for (const { inputs } of of("aws:ecs/taskDefinition:TaskDefinition")) {
            assert.deepEqual(inputs.runtimePlatform, { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" });
        }
    });

    it("stops a service whose program does not stay up, and turns the update red", () => {
        for (const { inputs } of of("aws:ecs/service:Service")) {
            assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: false });
            assert.equal(inputs.waitForSteadyState, true);
        }
    });

    it("protects nothing and keeps nothing, so that it can always be destroyed", () => {
        const staying = registered.filter((each) => each.getProtect() || each.getRetainondelete());
        assert.ok(registered.length > 20);
        assert.deepEqual(
            staying.map((each) => `${each.getType()} ${each.getName()}`),
            [],
        );
    });

    it("has no NAT gateway, no address of its own and no door in", () => {
        const types = resources.map(({ type }) => type);
        for (const type of [
            "aws:ec2/natGateway:NatGateway",
            "aws:ec2/eip:Eip",
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        ]) {
            assert.ok(!types.includes(type), type);
        }
        assert.deepEqual(
            of("aws:ec2/securityGroup:SecurityGroup").flatMap(({ inputs }) => inputs.ingress ?? []),
            [],
        );
        assert.deepEqual(
            of("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs.vpcEndpointType),
            ["Gateway"],
        );
    });

    it("hands the program its login by reference to the version there is, so that a new key starts it anew", () => {
        const [, program] = containers();
        assert.deepEqual(program.secrets, [{ name: "KAFKA_CREDENTIALS", valueFrom: `${secretArn}:::v2` }]);
        assert.ok(!program.environment.some(({ name }: { name: string }) => name === "KAFKA_CREDENTIALS"));
    });

    it("starts the program only after its bundle is there", () => {
        const [fetch, program] = containers();
        assert.equal(fetch.essential, false);
        assert.deepEqual(program.dependsOn, [{ containerName: "fetch", condition: "SUCCESS" }]);
        assert.deepEqual(fetch.mountPoints, program.mountPoints);
    });

    it("puts the bundle where its content says, and fetches that", () => {
        const [object] = of("aws:s3/bucketObjectv2:BucketObjectv2");
        assert.match(object?.inputs.key as string, /^bundles\/pulse-[0-9a-f]{64}\.js$/);
        assert.ok(containers()[0].command.includes(`s3://artifacts/${object?.inputs.key}`));
    });

    it("gives roles to AWS' services in this account alone, without a wildcard over what they may touch", () => {
        for (const { name, inputs } of of("aws:iam/role:Role")) {
            const [statement] = JSON.parse(inputs.assumeRolePolicy as string).Statement;
            const service = name.endsWith("-lease") ? "scheduler.amazonaws.com" : "ecs-tasks.amazonaws.com";
            assert.equal(statement.Principal.Service, service);
            assert.equal(statement.Condition.StringEquals["aws:SourceAccount"], "123456789012");
            assert.equal(
                inputs.permissionsBoundary,
                "arn:aws:iam::123456789012:policy/devmin-core-dev-boundary-123456789012-eu-central-1",
            );
        }
        const statements = of("aws:iam/rolePolicy:RolePolicy").flatMap(
            ({ inputs }) => JSON.parse(inputs.policy as string).Statement,
        );
        assert.equal(statements.length, 7);
        for (const { Resource, Action } of statements) {
            assert.notEqual(Resource, "*");
            assert.ok(![Action].flat().some((action: string) => action.includes("*")));
        }
    });

    const named = (what: string) => `devmin-demo-dev-${what}-123456789012-eu-central-1`;

    it("ends every service's lease at the time of its configuration, by a call that stops it", () => {
        const ends = of("aws:scheduler/schedule:Schedule").map(({ inputs }) => inputs as Record<string, never>);
        assert.equal(ends.length, Object.keys(services).length);
        for (const {
            scheduleExpression,
            scheduleExpressionTimezone,
            flexibleTimeWindow,
            actionAfterCompletion,
        } of ends) {
            assert.equal(scheduleExpression, `at(${until.slice(0, -1)})`);
            assert.equal(scheduleExpressionTimezone, "UTC");
            assert.deepEqual(flexibleTimeWindow, { mode: "OFF" });
            assert.equal(actionAfterCompletion, "NONE");
        }
        const { arn, input } = (ends[0] as Record<string, unknown>).target as { arn: string; input: string };
        assert.equal(arn, "arn:aws:scheduler:::aws-sdk:ecs:updateService");
        assert.deepEqual(JSON.parse(input), { Cluster: named("cluster"), Service: named("pulse"), DesiredCount: 0 });
        const [service] = of("aws:ecs/service:Service");
        assert.equal(service?.inputs.name, named("pulse"));
        assert.equal(of("aws:ecs/cluster:Cluster")[0]?.inputs.name, named("cluster"));
    });

    it("lets a schedule stop its own service and do nothing else", () => {
        const [right] = of("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name === "pulse-lease");
        assert.deepEqual(
            JSON.parse(right?.inputs.policy as string).Statement.map(({ Action, Resource }: Record<string, string>) => [
                Action,
                Resource,
            ]),
            [
                [
                    "ecs:UpdateService",
                    `arn:aws:ecs:eu-central-1:123456789012:service/${named("cluster")}/${named("pulse")}`,
                ],
            ],
        );
        const [role] = of("aws:iam/role:Role").filter(({ name }) => name === "pulse-lease");
        assert.deepEqual(JSON.parse(role?.inputs.assumeRolePolicy as string).Statement[0].Condition, {
            StringEquals: {
                "aws:SourceAccount": "123456789012",
                "aws:SourceArn": "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default",
            },
        });
    });

    it("sets the end before anything of a service is made", () => {
        const service = registered.find((each) => each.getType() === "devmin:demo:FargateService");
        const before = service?.getDependenciesList() ?? [];
        assert.ok(
            before.some((urn) => urn.includes("aws:scheduler/schedule:Schedule")),
            before.join("\n"),
        );
    });

    const leases: [string, string | undefined, RegExp][] = [
        ["no lease", undefined, /^devmin-demo:leaseUntil is not set: .*Set it with: \.\/devmin lease extend 4h$/],
        [
            "a lease that has ended",
            "2026-01-01T00:00:00Z",
            /the lease has ended\. Set a new one with: \.\/devmin lease extend 4h$/,
        ],
        [
            "a lease without an end in sight",
            "2126-01-01T00:00:00Z",
            /at most 12 hours ahead \(maxLeaseHours\)\. Set a new one with: /,
        ],
        [
            "a lease that is no time",
            "tonight",
            /^devmin-demo:leaseUntil is "tonight": .*Set it with: \.\/devmin lease extend 4h$/,
        ],
    ];
    for (const [what, leaseUntil, message] of leases) {
        it(`does not come up on ${what}`, async () => {
            const { "devmin-demo:leaseUntil": _, ...rest } = good.config;
            const config = { ...rest, ...(leaseUntil && { "devmin-demo:leaseUntil": leaseUntil }) };
            await assert.rejects(runLayerProgram("../demo", { ...good, config }), { message });
        });
    }

    it("keeps logs for the days of its configuration", async () => {
        const config = { ...good.config, "devmin-demo:logDays": "3" };
        const { resources: all } = await runLayerProgram("../demo", { ...good, config });
        const days = all
            .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
            .map(({ inputs }) => inputs.retentionInDays);
        assert.deepEqual(days, [3]);
    });
});

describe("a bundle", () => {
    const entry = join(__dirname, "..", "..", "demo", "workload", "pulse.ts");

    it("is the same for the same source", () => {
        assert.ok(existsSync(entry));
        assert.ok(Buffer.from(buildBundle(entry)).equals(Buffer.from(buildBundle(entry))));
    });
});
