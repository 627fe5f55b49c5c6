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
        kafka: {
            applicationAccess: { pulse: { secretArn, secretVersion: "v2", consumerGroup: "pulse" } },
            declaredTopics: { "pulse.events": { partitions: 3, retentionHours: 1 } },
        },
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

    it("costs nothing when idle, and the price of its tasks by the hour", async () => {
        const { idle, hour, unpriced } = await resolveOutput<LayerCost>(exports.cost);
        // Per month on ARM: a quarter of a vCPU 5.91 USD, half a GB 1.30, a public address 3.65.
        assert.deepEqual([idle, hour, unpriced], [0, Math.round((10.86 / 730) * 1e6) / 1e6, []]);
    });

    it("creates no subnet in a zone without Fargate", async () => {
        const zones: Record<string, string> = {
            "usw1-az1": "us-west-1a",
            "usw1-az2": "us-west-1b",
            "usw1-az3": "us-west-1c",
        };
        const { resources: created } = await runLayerProgram("../demo", {
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
            created.filter(({ type }) => type === "aws:ec2/subnet:Subnet").map(({ inputs }) => inputs.availabilityZone),
            ["us-west-1a", "us-west-1c"],
        );
    });

    it("runs on x86 if cpuArchitecture is X86_64", async () => {
        const config = { ...good.config, "devmin-demo:cpuArchitecture": "X86_64" };
        const { resources: created } = await runLayerProgram("../demo", { ...good, config });
        const [definition] = created.filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
        assert.deepEqual(definition?.inputs.runtimePlatform, {
            cpuArchitecture: "X86_64",
            operatingSystemFamily: "LINUX",
        });
    });

    it("runs every declared service on Fargate Spot, on ARM", () => {
        assert.equal(of("aws:ecs/service:Service").length, Object.keys(services).length);
        for (const { inputs } of of("aws:ecs/service:Service")) {
            assert.deepEqual(inputs.capacityProviderStrategies, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]);
        }
        for (const { inputs } of of("aws:ecs/taskDefinition:TaskDefinition")) {
            assert.deepEqual(inputs.runtimePlatform, { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" });
        }
    });

    it("runs its services on demand if capacity is onDemand, declares it, and keeps both providers in the cluster", async () => {
        const config = { ...good.config, "devmin-demo:capacity": "onDemand" };
        const { resources: created, exports } = await runLayerProgram("../demo", { ...good, config });
        const ofType = (type: string) => created.filter((each) => each.type === type).map(({ inputs }) => inputs);
        for (const { capacityProviderStrategies, tags, forceNewDeployment } of ofType("aws:ecs/service:Service")) {
            assert.deepEqual(capacityProviderStrategies, [{ capacityProvider: "FARGATE", weight: 1 }]);
            assert.deepEqual([tags, forceNewDeployment], [{ capacity: "onDemand" }, true]);
        }
        const [cluster] = ofType("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders");
        assert.deepEqual(cluster?.capacityProviders, ["FARGATE_SPOT", "FARGATE"]);
        assert.equal(exports.capacityProvider, "FARGATE");
    });

    it("stops a service whose program keeps crashing, and fails the update", () => {
        for (const { inputs } of of("aws:ecs/service:Service")) {
            assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: false });
            assert.equal(inputs.waitForSteadyState, true);
        }
    });

    it("takes a task for healthy only while its program writes its heartbeat", () => {
        const { healthCheck, environment, mountPoints } = containers().find(
            ({ essential }: { essential: boolean }) => essential,
        );
        const { value: file } = environment.find(({ name }: { name: string }) => name === "HEARTBEAT_FILE");
        assert.ok(
            file.startsWith(`${mountPoints[0].containerPath}/`),
            "the local cloud resolves paths on volumes only",
        );
        assert.deepEqual(healthCheck.command, ["CMD-SHELL", `find ${file} -mmin -1 | grep -q .`]);
        assert.ok(healthCheck.interval >= 5 && healthCheck.startPeriod >= 60);
    });

    it("protects and retains nothing, so that it can always be destroyed", () => {
        const undeletable = registered.filter((each) => each.getProtect() || each.getRetainondelete());
        assert.ok(registered.length > 20);
        assert.deepEqual(
            undeletable.map((each) => `${each.getType()} ${each.getName()}`),
            [],
        );
    });

    it("has no NAT gateway, no Elastic IP and no ingress rule", () => {
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

    it("passes the credentials by reference to the secret's version, so that a new key restarts the service", () => {
        const [, program] = containers();
        assert.deepEqual(program.secrets, [{ name: "KAFKA_CREDENTIALS", valueFrom: `${secretArn}:::v2` }]);
        assert.ok(!program.environment.some(({ name }: { name: string }) => name === "KAFKA_CREDENTIALS"));
    });

    it("starts the program only after its bundle is downloaded", () => {
        const [fetch, program] = containers();
        assert.equal(fetch.essential, false);
        assert.deepEqual(program.dependsOn, [{ containerName: "fetch", condition: "SUCCESS" }]);
        assert.deepEqual(fetch.mountPoints, program.mountPoints);
    });

    it("names the bundle by its content, and downloads that object", () => {
        const [object] = of("aws:s3/bucketObjectv2:BucketObjectv2");
        assert.match(object?.inputs.key as string, /^bundles\/pulse\/[0-9a-f]{64}\.js$/);
        assert.ok(containers()[0].command.includes(`s3://artifacts/${object?.inputs.key}`));
    });

    it("lets a service read its earlier bundles, as its tasks are restarted until an update replaces them", () => {
        const policy = of("aws:iam/rolePolicy:RolePolicy").find(({ name }) => name === "pulse-task");
        const statements: { Action: unknown; Resource: string }[] = JSON.parse(
            policy?.inputs.policy as string,
        ).Statement;
        const read = statements.filter(({ Action }) => Action === "s3:GetObject");
        assert.deepEqual(
            read.map(({ Resource }) => Resource),
            ["arn:aws:s3:::artifacts/bundles/pulse/*"],
        );
    });

    it("creates roles for AWS services in this account only, with the boundary and without wildcards", () => {
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

    const buildName = (noun: string) => `devmin-demo-dev-${noun}-123456789012-eu-central-1`;

    it("stops every service at the configured end of the lease", () => {
        const schedules = of("aws:scheduler/schedule:Schedule").map(({ inputs }) => inputs as Record<string, never>);
        assert.equal(schedules.length, Object.keys(services).length);
        for (const {
            scheduleExpression,
            scheduleExpressionTimezone,
            flexibleTimeWindow,
            actionAfterCompletion,
        } of schedules) {
            assert.equal(scheduleExpression, `at(${until.slice(0, -1)})`);
            assert.equal(scheduleExpressionTimezone, "UTC");
            assert.deepEqual(flexibleTimeWindow, { mode: "OFF" });
            assert.equal(actionAfterCompletion, "NONE");
        }
        const { arn, input } = (schedules[0] as Record<string, unknown>).target as { arn: string; input: string };
        assert.equal(arn, "arn:aws:scheduler:::aws-sdk:ecs:updateService");
        assert.deepEqual(JSON.parse(input), {
            Cluster: buildName("cluster"),
            Service: buildName("pulse"),
            DesiredCount: 0,
        });
        const [service] = of("aws:ecs/service:Service");
        assert.equal(service?.inputs.name, buildName("pulse"));
        assert.equal(of("aws:ecs/cluster:Cluster")[0]?.inputs.name, buildName("cluster"));
    });

    it("lets a schedule stop its own service and nothing else", () => {
        const [policy] = of("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name === "pulse-lease");
        assert.deepEqual(
            JSON.parse(policy?.inputs.policy as string).Statement.map(
                ({ Action, Resource }: Record<string, string>) => [Action, Resource],
            ),
            [
                [
                    "ecs:UpdateService",
                    `arn:aws:ecs:eu-central-1:123456789012:service/${buildName("cluster")}/${buildName("pulse")}`,
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

    it("creates the schedule that stops a service before the service", () => {
        const service = registered.find((each) => each.getType() === "devmin:demo:FargateService");
        const before = service?.getDependenciesList() ?? [];
        assert.ok(
            before.some((urn) => urn.includes("aws:scheduler/schedule:Schedule")),
            before.join("\n"),
        );
    });

    const leases: [string, string | undefined, RegExp][] = [
        [
            "without a lease",
            undefined,
            /^devmin-demo:leaseUntil is not set: .*Set it with: \.\/devmin lease extend 4h$/,
        ],
        [
            "with a lease that has ended",
            "2026-01-01T00:00:00Z",
            /the lease has ended\. Set a new one with: \.\/devmin lease extend 4h$/,
        ],
        [
            "with a lease that is too long",
            "2126-01-01T00:00:00Z",
            /at most 12 hours ahead \(maxLeaseHours\)\. Set a new one with: /,
        ],
        [
            "with a lease that is not a time",
            "tonight",
            /^devmin-demo:leaseUntil is "tonight": .*Set it with: \.\/devmin lease extend 4h$/,
        ],
    ];
    for (const [title, leaseUntil, message] of leases) {
        it(`is refused ${title}`, async () => {
            const { "devmin-demo:leaseUntil": _, ...rest } = good.config;
            const config = { ...rest, ...(leaseUntil && { "devmin-demo:leaseUntil": leaseUntil }) };
            await assert.rejects(runLayerProgram("../demo", { ...good, config }), { message });
        });
    }

    it("refuses days that CloudWatch Logs does not have, with those that it has", async () => {
        const config = { ...good.config, "devmin-demo:logDays": "2" };
        await assert.rejects(runLayerProgram("../demo", { ...good, config }), {
            message:
                /^devmin-demo:logDays is "2": it must be one of 1, 3, 5, 7, 14, 30\. Set it with: pulumi config set -C demo logDays 7$/,
        });
    });

    it("uploads each bundle again with a new lease, so that it outlives the services' tasks", async () => {
        const [object] = of("aws:s3/bucketObjectv2:BucketObjectv2");
        assert.deepEqual(object?.inputs.metadata, { "lease-until": good.config["devmin-demo:leaseUntil"] });
    });

    it("retains logs for the configured days", async () => {
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
