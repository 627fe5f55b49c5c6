import assert from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { applications, topics } from "../../kafka/catalogue";
import { type Declared, declaredBy, settled } from "../mocks";

const good = {
    project: "devmin-kafka",
    config: { "devmin-kafka:account": "123456789012", "aws:region": "eu-central-1" },
    environment: { CONFLUENT_CLOUD_API_KEY: "CLOUDKEY", CONFLUENT_CLOUD_API_SECRET: "cl0udsecret" },
    layers: { core: { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" } },
};

describe("kafka", () => {
    let resources: Declared[];
    let exports: Record<string, unknown>;
    before(async () => {
        ({ resources, exports } = await declaredBy("../kafka", good));
    });
    const of = (type: string) => resources.filter((each) => each.type === type);

    it("makes one Basic, single-zone cluster of at most one eCKU", () => {
        const shapes = of("confluentcloud:index/kafkaCluster:KafkaCluster").map(
            ({ inputs: { availability, basic } }) => ({
                availability,
                basic,
            }),
        );
        assert.deepEqual(shapes, [{ availability: "SINGLE_ZONE", basic: { maxEcku: 1 } }]);
    });

    it("makes the topics of the catalogue, no more and no less", () => {
        const made = of("confluentcloud:index/kafkaTopic:KafkaTopic").map(({ inputs }) => [
            inputs.topicName,
            {
                partitions: inputs.partitionsCount,
                retentionHours: Number((inputs.config as Record<string, string>)["retention.ms"]) / 3_600_000,
            },
        ]);
        assert.deepEqual(Object.fromEntries(made), topics);
    });

    it("gives every application an account, a key and a secret, and the manager the first two", () => {
        const names = Object.keys(applications);
        const named = (type: string) => of(type).map(({ name }) => name);
        assert.deepEqual(named("confluentcloud:index/serviceAccount:ServiceAccount"), ["manager", ...names]);
        assert.deepEqual(named("confluentcloud:index/apiKey:ApiKey").sort(), ["manager", ...names].sort());
        assert.deepEqual(named("aws:secretsmanager/secret:Secret"), names);
    });

    it("gives an application rights on what it declared, and on groups of its own name", () => {
        const rights = of("confluentcloud:index/kafkaAcl:KafkaAcl").map(
            ({ inputs: { principal, permission, operation, resourceType, patternType, resourceName } }) =>
                [principal, permission, operation, resourceType, patternType, resourceName].join(" "),
        );
        assert.deepEqual(rights.sort(), [
            "User:pulse-id ALLOW DESCRIBE_CONFIGS TOPIC LITERAL pulse.events",
            "User:pulse-id ALLOW READ GROUP PREFIXED pulse",
            "User:pulse-id ALLOW READ TOPIC LITERAL pulse.events",
            "User:pulse-id ALLOW WRITE TOPIC LITERAL pulse.events",
        ]);
    });

    it("lets the manager's provider alone make topics and ACLs", () => {
        const [manager] = resources.filter(
            ({ type, name }) => type === "pulumi:providers:confluentcloud" && name === "manager",
        );
        assert.ok(manager);
        const byManager = resources.filter(({ provider }) => provider?.includes("::manager::")).map(({ type }) => type);
        assert.deepEqual([...new Set(byManager)].sort(), [
            "confluentcloud:index/kafkaAcl:KafkaAcl",
            "confluentcloud:index/kafkaTopic:KafkaTopic",
        ]);
    });

    it("has its cloud key from the environment, in no resource", () => {
        assert.ok(!JSON.stringify(resources).includes("cl0udsecret"));
        assert.ok(!JSON.stringify(resources).includes("CLOUDKEY"));
    });

    it("writes the whole login into the secret, as a Pulumi secret, under core's key", async () => {
        const [version] = of("aws:secretsmanager/secretVersion:SecretVersion");
        // The mocks get secrets as the engine does: marked, with the value beside the mark.
        const text = version?.inputs.secretString as string | { value: string };
        const login = JSON.parse(typeof text === "string" ? text : text.value);
        assert.deepEqual(login, {
            bootstrapServers: "pkc-1.example:9092",
            securityProtocol: "SASL_SSL",
            saslMechanism: "PLAIN",
            key: "pulse-id",
            secret: "s3cret",
        });
        const [secret] = of("aws:secretsmanager/secret:Secret");
        assert.equal(secret?.inputs.kmsKeyId, good.layers.core.keyArn);
    });

    it("exports no secret", async () => {
        for (const [name, value] of Object.entries(exports)) {
            assert.ok(!(await isSecret(value as never)), name);
            assert.ok(!JSON.stringify(await settled(value)).includes("s3cret"), name);
        }
    });

    it("without a Confluent key says how to set one", async () => {
        await assert.rejects(declaredBy("../kafka", { ...good, environment: {} as never }), {
            message: /^CONFLUENT_CLOUD_API_KEY is not set: .*\nCONFLUENT_CLOUD_API_SECRET is not set: /,
        });
    });
});
