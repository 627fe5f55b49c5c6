import assert from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { readEndpoints } from "../../kafka/cluster";
import { applications, topics } from "../../kafka/topics-and-applications";
import type { LayerCost } from "../../lib/cost";
import { type DeclaredResource, type MockSetup, type Registration, resolveOutput, runLayerProgram } from "../mocks";

const good = {
    project: "devmin-kafka",
    config: { "devmin-kafka:account": "123456789012", "aws:region": "eu-central-1" },
    environment: { CONFLUENT_CLOUD_API_KEY: "CLOUDKEY", CONFLUENT_CLOUD_API_SECRET: "cl0udsecret" },
    layerOutputs: {
        core: {
            account: "123456789012",
            region: "eu-central-1",
            owner: "a@b.org",
            keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
        },
    },
};

/** Errors of a program that fails. Pulumi reports failed outputs as unhandled rejections. */
async function refusalsOf(setup: MockSetup): Promise<string[]> {
    const messages: string[] = [];
    const collect = ({ message }: Error) => void messages.push(message);
    process.on("unhandledRejection", collect);
    await runLayerProgram("../kafka", setup).catch(collect);
    process.off("unhandledRejection", collect);
    return messages;
}

describe("kafka", () => {
    let resources: DeclaredResource[];
    let registered: Registration[];
    let exports: Record<string, unknown>;
    before(async () => {
        ({ resources, registered, exports } = await runLayerProgram("../kafka", good));
    });
    const of = (type: string) => resources.filter((each) => each.type === type);

    it("costs one secret per application when idle, and nothing by the hour", async () => {
        const { idle, hour, unpriced } = await resolveOutput<LayerCost>(exports.cost);
        const secrets = 0.4 * Object.keys(applications).length;
        assert.deepEqual([idle, hour, unpriced], [secrets, 0, []]);
    });

    it("creates one Basic, single-zone cluster of at most one eCKU", () => {
        const shapes = of("confluentcloud:index/kafkaCluster:KafkaCluster").map(
            ({ inputs: { availability, basic } }) => ({
                availability,
                basic,
            }),
        );
        assert.deepEqual(shapes, [{ availability: "SINGLE_ZONE", basic: { maxEcku: 1 } }]);
    });

    it("creates exactly the declared topics", () => {
        const createdTopics = of("confluentcloud:index/kafkaTopic:KafkaTopic").map(({ inputs }) => [
            inputs.topicName,
            {
                partitions: inputs.partitionsCount,
                retentionHours: Number((inputs.config as Record<string, string>)["retention.ms"]) / 3_600_000,
            },
        ]);
        assert.deepEqual(Object.fromEntries(createdTopics), topics);
    });

    it("creates a service account, an API key and a secret per application, and the first two for the manager", () => {
        const names = Object.keys(applications);
        const named = (type: string) => of(type).map(({ name }) => name);
        assert.deepEqual(named("confluentcloud:index/serviceAccount:ServiceAccount"), ["manager", ...names]);
        assert.deepEqual(
            named("confluentcloud:index/apiKey:ApiKey").sort(),
            ["manager", ...names].map((name) => `${name}-1`).sort(),
        );
        assert.deepEqual(named("aws:secretsmanager/secret:Secret"), names);
    });

    it("gives an application ACLs for its declared topics and for groups with its own name", () => {
        const acls = of("confluentcloud:index/kafkaAcl:KafkaAcl").map(
            ({ inputs: { principal, permission, operation, resourceType, patternType, resourceName } }) =>
                [principal, permission, operation, resourceType, patternType, resourceName].join(" "),
        );
        assert.deepEqual(acls.sort(), [
            "User:pulse-id ALLOW DESCRIBE_CONFIGS TOPIC LITERAL pulse.events",
            "User:pulse-id ALLOW READ GROUP PREFIXED pulse",
            "User:pulse-id ALLOW READ TOPIC LITERAL pulse.events",
            "User:pulse-id ALLOW WRITE TOPIC LITERAL pulse.events",
        ]);
    });

    it("creates topics and ACLs, and nothing else, with the manager's provider", () => {
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

    it("creates the destroy guard after all other resources, so that a destroy is refused before it deletes anything", () => {
        const destroyGuard = registered.find((each) => each.getType() === "devmin:kafka:Lives");
        const before = new Set(destroyGuard?.getDependenciesList().map((urn) => urn.split("$").at(-1)));
        const created = resources.filter(({ type }) => /^(confluentcloud|aws):/.test(type));
        assert.deepEqual(
            created.map(({ type, name }) => `${type}::${name}`).filter((each) => !before.has(each)),
            [],
        );
    });

    const order: [string, string, string, string][] = [
        ["credentials in the secret", "aws:secretsmanager/secretVersion:SecretVersion", "pulse", "KafkaAcl"],
        ["the manager's API key", "confluentcloud:index/apiKey:ApiKey", "manager-1", "RoleBinding"],
        ["the manager's provider", "pulumi:providers:confluentcloud", "manager", "RoleBinding"],
    ];
    for (const [subject, type, name, permission] of order) {
        it(`creates ${subject} after the permissions, and deletes them before`, () => {
            const permissions = resources
                .filter((each) => each.type.endsWith(`:${permission}`))
                .map((each) => each.name);
            const found = registered.find((each) => each.getType() === type && each.getName() === name);
            const before = found?.getDependenciesList().filter((urn) => urn.includes(`:${permission}::`)) ?? [];
            assert.ok(permissions.length > 0);
            assert.deepEqual(before.map((urn) => urn.split("::").at(-1)).sort(), permissions.sort());
        });
    }

    it("keeps the Confluent Cloud API key out of all resources", () => {
        assert.ok(!JSON.stringify(resources).includes("cl0udsecret"));
        assert.ok(!JSON.stringify(resources).includes("CLOUDKEY"));
    });

    it("writes complete credentials into the secret, as a Pulumi secret, encrypted with core's key", async () => {
        const [version] = of("aws:secretsmanager/secretVersion:SecretVersion");
        // Mocks get secrets like the engine: an object with marker and value.
        const text = version?.inputs.secretString as string | { value: string };
        const credentials = JSON.parse(typeof text === "string" ? text : text.value);
        assert.deepEqual(credentials, {
            bootstrapServers: "pkc-1.example:9092",
            securityProtocol: "SASL_SSL",
            saslMechanism: "PLAIN",
            key: "pulse-1-id",
            secret: "s3cret",
        });
        const [secret] = of("aws:secretsmanager/secret:Secret");
        assert.equal(secret?.inputs.kmsKeyId, good.layerOutputs.core.keyArn);
    });

    it("exports no secret", async () => {
        for (const [name, value] of Object.entries(exports)) {
            assert.ok(!(await isSecret(value as never)), name);
            assert.ok(!JSON.stringify(await resolveOutput(value)).includes("s3cret"), name);
        }
    });

    describe("with two key generations of an account", () => {
        const rotating = {
            ...good,
            config: {
                ...good.config,
                "devmin-kafka:keys": '{"pulse":{"current":3,"previous":2},"manager":{"current":2,"previous":1}}',
            },
        };
        before(async () => {
            ({ resources } = await runLayerProgram("../kafka", rotating));
        });

        it("creates both keys, named by their generation", () => {
            const keys = of("confluentcloud:index/apiKey:ApiKey").map(({ name, inputs }) => [name, inputs.displayName]);
            const named = (key: string) => [key, `devmin-kafka-dev-${key}-123456789012-eu-central-1`];
            assert.deepEqual(keys.sort(), ["manager-1", "manager-2", "pulse-2", "pulse-3"].map(named));
        });

        it("uses only the current key, in the secret and in the manager's provider", () => {
            const [version] = of("aws:secretsmanager/secretVersion:SecretVersion");
            assert.match(JSON.stringify(version?.inputs.secretString), /pulse-3-id/);
            assert.doesNotMatch(JSON.stringify(version?.inputs.secretString), /pulse-2-id/);
            const provider = of("pulumi:providers:confluentcloud").find(({ name }) => name === "manager");
            assert.match(JSON.stringify(provider?.inputs.kafkaApiKey), /manager-2-id/);
        });
    });

    describe("reads the cluster's endpoints", () => {
        const publicEndpoint = { accessPointId: "PUBLIC", bootstrapEndpoint: "b:9092", restEndpoint: "https://r:443" };
        const privateEndpoint = { accessPointId: "ap1", bootstrapEndpoint: "p:9092", restEndpoint: "https://p:443" };
        const deprecated = { bootstrapEndpoint: "SASL_SSL://old:9092", restEndpoint: "https://old:443" };
        const cases: [title: string, args: Parameters<typeof readEndpoints>, servers: string][] = [
            [
                "from the current field, the public one",
                ["lkc-1", [privateEndpoint, publicEndpoint], deprecated],
                "b:9092",
            ],
            ["from the only one, if that is not public", ["lkc-1", [privateEndpoint], deprecated], "p:9092"],
            ["from the deprecated fields where there is no other", ["lkc-1", [], deprecated], "old:9092"],
            [
                "also without a protocol",
                ["lkc-1", undefined, { ...deprecated, bootstrapEndpoint: "old:9092" }],
                "old:9092",
            ],
        ];
        for (const [title, args, servers] of cases)
            it(title, () => assert.equal(readEndpoints(...args).bootstrapServers, servers));

        for (const [missing, endpoints] of [
            ["bootstrap", { ...deprecated, bootstrapEndpoint: "" }],
            ["bootstrap", { ...deprecated, bootstrapEndpoint: "SASL_SSL://" }],
            ["REST", { ...deprecated, restEndpoint: undefined }],
        ] as const)
            it(`and refuses ${JSON.stringify(endpoints)} before a secret is written`, () => {
                assert.throws(() => readEndpoints("lkc-1", [], endpoints), {
                    message: new RegExp(`^Confluent Cloud reports no ${missing} endpoint for the cluster lkc-1: `),
                });
            });
    });

    describe("in an existing environment and cluster", () => {
        const lookupResults = {
            "confluentcloud:index/getEnvironment:getEnvironment": { id: "env-theirs" },
            "confluentcloud:index/getKafkaCluster:getKafkaCluster": {
                id: "lkc-theirs",
                basics: [{ maxEcku: 1 }],
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "eu-central-1",
                bootstrapEndpoint: "SASL_SSL://pkc-9.example:9092",
                restEndpoint: "https://pkc-9.example:443",
                rbacCrn: "crn://confluent.cloud/cloud-cluster=lkc-theirs",
            },
        };
        const ids = { "devmin-kafka:environmentId": "env-theirs", "devmin-kafka:clusterId": "lkc-theirs" };
        const adopting = { ...good, config: { ...good.config, ...ids }, functionResults: lookupResults };
        before(async () => {
            ({ resources, exports } = await runLayerProgram("../kafka", adopting));
        });

        it("creates neither, and everything else in them", async () => {
            assert.deepEqual(of("confluentcloud:index/environment:Environment"), []);
            assert.deepEqual(of("confluentcloud:index/kafkaCluster:KafkaCluster"), []);
            const [binding] = of("confluentcloud:index/roleBinding:RoleBinding");
            assert.equal(binding?.inputs.crnPattern, "crn://confluent.cloud/cloud-cluster=lkc-theirs");
            for (const { inputs } of of("confluentcloud:index/apiKey:ApiKey")) {
                const { id, environment } = inputs.managedResource as { id: string; environment: { id: string } };
                assert.deepEqual([id, environment.id], ["lkc-theirs", "env-theirs"]);
            }
            assert.deepEqual(
                await Promise.all(
                    [exports.clusterId, exports.environmentId, exports.bootstrapServers].map(resolveOutput),
                ),
                ["lkc-theirs", "env-theirs", "pkc-9.example:9092"],
            );
        });

        const basicOnly = "be Basic and SINGLE_ZONE, as any other is billed by the hour even when idle";
        const sameRegion =
            "be in AWS eu-central-1 like the other resources, as traffic to another region is billed by the gigabyte";
        const eckuLimit =
            "be limited to at most 1 (devmin-kafka:maxEcku), as each eCKU after the first is billed by the hour while it " +
            "is busy; change the cluster, or raise the limit with: pulumi config set -C kafka maxEcku";
        const unusableClusters = [
            { title: "not Basic", change: { basics: [] }, is: "not Basic and SINGLE_ZONE", must: basicOnly },
            {
                title: "not in one zone",
                change: { availability: "MULTI_ZONE" },
                is: "Basic and MULTI_ZONE",
                must: basicOnly,
            },
            { title: "in another region", change: { region: "us-east-1" }, is: "in AWS us-east-1", must: sameRegion },
            { title: "in another cloud", change: { cloud: "GCP" }, is: "in GCP eu-central-1", must: sameRegion },
            {
                title: "of too many eCKUs",
                change: { basics: [{ maxEcku: 2 }] },
                is: "limited to 2 eCKUs",
                must: eckuLimit,
            },
            { title: "not limited in eCKUs", change: { basics: [{}] }, is: "not limited in eCKUs", must: eckuLimit },
        ];
        const token = "confluentcloud:index/getKafkaCluster:getKafkaCluster";
        const findingOne = (change: object) => ({
            ...adopting,
            functionResults: { ...lookupResults, [token]: { ...lookupResults[token], ...change } },
        });
        for (const { title, change, is, must } of unusableClusters) {
            it(`refuses a cluster that is ${title}`, async () => {
                const message =
                    `the cluster lkc-theirs (devmin-kafka:clusterId) is ${is}: it must ${must}. ` +
                    "To create a new cluster instead, run: pulumi config rm -C kafka clusterId";
                assert.ok((await refusalsOf(findingOne(change))).some((refusal) => refusal.endsWith(message)));
            });
        }

        it("accepts a cluster with as many eCKUs as allowed", async () => {
            const config = { ...adopting.config, "devmin-kafka:maxEcku": "3" };
            assert.deepEqual(await refusalsOf({ ...findingOne({ basics: [{ maxEcku: 3 }] }), config }), []);
        });

        it("refuses a cluster id without an environment id", async () => {
            const { "devmin-kafka:environmentId": _, ...config } = adopting.config;
            await assert.rejects(runLayerProgram("../kafka", { ...adopting, config: config as never }), {
                message:
                    "devmin-kafka:clusterId is lkc-theirs, but devmin-kafka:environmentId is not set: it must be the id of the environment " +
                    "with that cluster. Set it with: pulumi config set -C kafka environmentId env-a1b2c3",
            });
        });
    });

    it("refuses to reduce the partitions of a topic, as that would replace it", async () => {
        const { partitions, retentionHours } = topics["pulse.events"];
        const kafka = { declaredTopics: { "pulse.events": { partitions: partitions + 1, retentionHours } } };
        const message =
            `the topic pulse.events has ${partitions + 1} partitions, kafka/topics-and-applications.ts declares ${partitions}: partitions cannot be removed, ` +
            `so the topic would be replaced and all its records lost. Declare ${partitions + 1} or more, or a topic with another name.`;
        const refusals = await refusalsOf({ ...good, layerOutputs: { ...good.layerOutputs, kafka } });
        assert.ok(refusals.some((refusal) => refusal.endsWith(message)));
    });

    it("refuses a name that would be too long for a service account before anything is created", async () => {
        const config = { ...good.config, "devmin-kafka:keys": '{"pulse":{"current":100000000000000}}' };
        await assert.rejects(runLayerProgram("../kafka", { ...good, config: config as never }), {
            message: /^the application name pulse has 5 characters: in stack \w+ and eu-central-1 it may have \d/,
        });
    });

    it("names the command that sets a missing Confluent Cloud API key", async () => {
        await assert.rejects(runLayerProgram("../kafka", { ...good, environment: {} as never }), {
            message: /^CONFLUENT_CLOUD_API_KEY is not set: .*\nCONFLUENT_CLOUD_API_SECRET is not set: /,
        });
    });
});
