import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../demo/bundle";
import { services } from "../../demo/services";
import { type Declared, declaredBy } from "../mocks";

const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:pulse-AbCdEf";
const good = {
    project: "devmin-demo",
    config: { "devmin-demo:account": "123456789012", "aws:region": "eu-central-1" },
    layers: {
        core: { artifactsBucket: "artifacts", evidenceBucket: "evidence", keyArn: "arn:aws:kms:::key/1" },
        kafka: { applicationAccess: { pulse: { secretArn, consumerGroup: "pulse" } } },
    },
};

describe("demo", () => {
    let resources: Declared[];
    before(async () => {
        ({ resources } = await declaredBy("../demo", good));
    });
    const of = (type: string) => resources.filter((each) => each.type === type);
    const containers = () =>
        JSON.parse(of("aws:ecs/taskDefinition:TaskDefinition")[0]?.inputs.containerDefinitions as string);

    it("runs every service of the catalogue on Fargate Spot, on ARM", () => {
        assert.equal(of("aws:ecs/service:Service").length, Object.keys(services).length);
        for (const { inputs } of of("aws:ecs/service:Service")) {
            assert.deepEqual(inputs.capacityProviderStrategies, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]);
        }
        for (const { inputs } of of("aws:ecs/taskDefinition:TaskDefinition")) {
            assert.deepEqual(inputs.runtimePlatform, { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" });
        }
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

    it("hands the program its login by reference", () => {
        const [, program] = containers();
        assert.deepEqual(program.secrets, [{ name: "KAFKA_CREDENTIALS", valueFrom: secretArn }]);
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

    it("gives roles to ECS in this account alone, without a wildcard over what they may touch", () => {
        for (const { inputs } of of("aws:iam/role:Role")) {
            const [statement] = JSON.parse(inputs.assumeRolePolicy as string).Statement;
            assert.equal(statement.Principal.Service, "ecs-tasks.amazonaws.com");
            assert.equal(statement.Condition.StringEquals["aws:SourceAccount"], "123456789012");
        }
        const statements = of("aws:iam/rolePolicy:RolePolicy").flatMap(
            ({ inputs }) => JSON.parse(inputs.policy as string).Statement,
        );
        assert.equal(statements.length, 6);
        for (const { Resource, Action } of statements) {
            assert.notEqual(Resource, "*");
            assert.ok(![Action].flat().some((action: string) => action.includes("*")));
        }
    });

    it("keeps logs for the days of its configuration", async () => {
        const config = { ...good.config, "devmin-demo:logDays": "3" };
        const { resources: all } = await declaredBy("../demo", { ...good, config });
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
        assert.ok(Buffer.from(bundle(entry)).equals(Buffer.from(bundle(entry))));
    });
});
