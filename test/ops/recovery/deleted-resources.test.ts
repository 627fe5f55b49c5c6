import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { destroy } from "../../../ops/destroy";
import type { Environment } from "../../../ops/environment";
import { deployLayer } from "../../../ops/pulumi/deploy-layer";
import type { StateResource } from "../../../ops/pulumi/state";
import { recover } from "../../../ops/recover";
import {
    assertNothingDeleted,
    findDeletedResources,
    hasManagerKey,
    listStrandedResources,
    removeResources,
} from "../../../ops/recovery/deleted-resources";
import { awsClients } from "../../fake-aws";
import { formatState, startFakeBucket } from "../../fake-aws/bucket";

const made = (type: string, name: string, id: string, more: Partial<StateResource> = {}): StateResource => ({
    urn: `urn:pulumi:dev::devmin-kafka::${type}::${name}`,
    type,
    id,
    custom: true,
    ...more,
});
const cluster = { id: "lkc-1", environment: { id: "env-1" } };
const environment = made("confluentcloud:index/environment:Environment", "cluster", "env-1");
const key = made("confluentcloud:index/apiKey:ApiKey", "manager-1", "KEY1", { inputs: { managedResource: cluster } });
const provider = made("pulumi:providers:confluentcloud", "manager", "uuid", {
    propertyDependencies: { kafkaApiKey: [key.urn] },
});
const topic = made("confluentcloud:index/kafkaTopic:KafkaTopic", "orders", "lkc-1/orders");
const acl = made("confluentcloud:index/kafkaAcl:KafkaAcl", "read", "lkc-1/TOPIC#orders#LITERAL#User:sa-2#*#READ#ALLOW");
const resources = [
    environment,
    made("confluentcloud:index/kafkaCluster:KafkaCluster", "cluster", "lkc-1", {
        inputs: { environment: { id: "env-1" } },
    }),
    made("confluentcloud:index/serviceAccount:ServiceAccount", "manager", "sa-1"),
    ...[key, provider, topic, acl],
];
const paths = {
    environment: "/org/v2/environments/env-1",
    cluster: "/cmk/v2/clusters/lkc-1?environment=env-1",
    account: "/iam/v2/service-accounts/sa-1",
};

/** For a recover whose state is whole. */
const refuseRestore = {
    log: () => {},
    confirmRestore: () => assert.fail("asked to restore"),
    listMissing: () => assert.fail("compared a version with the clouds"),
};

describe("a Confluent Cloud key and kafka's state", () => {
    const { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET } = process.env;
    const shell = { CONFLUENT_CLOUD_API_KEY, CONFLUENT_CLOUD_API_SECRET };
    /** Other paths are a 200. */
    let answers: Record<string, number>;
    let asked: string[];
    let confluent: Server;
    let env: Environment;
    let bucket: ReturnType<typeof startFakeBucket>;
    beforeEach(async () => {
        answers = {};
        asked = [];
        confluent = createServer(({ url = "" }, response) => {
            if (!/[?&]page_size/.test(url)) asked.push(url);
            response.writeHead(answers[url] ?? 200).end('{ "data": [], "metadata": {} }');
        });
        await new Promise<void>((listening) => confluent.listen(0, "127.0.0.1", listening));
        bucket = startFakeBucket({
            ".pulumi/stacks/devmin-kafka/dev.json": formatState(resources, "kafka"),
            ".pulumi/stacks/devmin-demo/dev.json": formatState([]),
        });
        env = { ...bucket.env, root: mkdtempSync(join(tmpdir(), "devmin-visible-")) };
        mkdirSync(join(env.root, "kafka"));
        const { port } = confluent.address() as AddressInfo;
        const config = `config:\n  confluentcloud:endpoint: http://127.0.0.1:${port}\n`;
        writeFileSync(join(env.root, "kafka", "Pulumi.dev.yaml"), config);
        Object.assign(process.env, { CONFLUENT_CLOUD_API_KEY: "KEY", CONFLUENT_CLOUD_API_SECRET: "secret" });
    });
    afterEach(async () => {
        for (const [name, value] of Object.entries(shell)) {
            if (value === undefined) delete process.env[name];
            else process.env[name] = value;
        }
        rmSync(env.root, { recursive: true });
        bucket.stop();
        await new Promise((closed) => confluent.close(closed));
    });

    const findIds = async () => (await findDeletedResources(env, resources)).map(({ id }) => id);

    it("match while the key may read its environments, clusters and service accounts; nothing else is asked", async () => {
        assert.deepEqual(await findIds(), []);
        assert.deepEqual(asked, Object.values(paths));
    });

    it("match without what was deleted by hand: a 404, and for a cluster a 403", async () => {
        answers = { [paths.environment]: 404, [paths.cluster]: 403, [paths.account]: 404 };
        assert.deepEqual(await findIds(), ["env-1", "lkc-1", "sa-1"]);
    });

    it("include an environment and a cluster that existed before, by the API keys for them", async () => {
        answers = { [paths.cluster]: 403 };
        const deleted = await findDeletedResources(env, [key]);
        assert.deepEqual([deleted.map(({ id }) => id), asked], [["lkc-1"], [paths.environment, paths.cluster]]);
    });

    it("do not match when one of them is a 403: the error names it, the key, and the role", async () => {
        answers = { [paths.account]: 403, [paths.cluster]: 403 };
        await assert.rejects(findIds(), {
            message:
                "the Confluent Cloud API key KEY may not read what is in kafka's state (status 403): service account sa-1. Pulumi " +
                "would take that for deleted and forget it. Nothing was changed. The key's owner needs the role " +
                "OrganizationAdmin: export the key of someone who has it, and run the command again.",
        });
    });

    it("stop an update when something was deleted by hand, and name the command that repairs the state", async () => {
        answers = { [paths.account]: 404 };
        await assert.rejects(assertNothingDeleted(env, resources), {
            message:
                "service account sa-1 is in kafka's state, but deleted in Confluent Cloud: run ./devmin recover kafka, " +
                "which removes from the state what is gone, then the same command again.",
        });
    });

    it("stop a destroy when topics and ACLs are in a deleted cluster, and only then", async () => {
        const run = () =>
            destroy(env, awsClients, async () => "", "kafka", { log: () => {}, confirm: async () => false });
        answers = { [paths.account]: 404 };
        assert.equal(await run(), undefined);
        answers = { [paths.environment]: 404, [paths.cluster]: 403 };
        await assert.rejects(run(), { message: /^environment env-1, cluster lkc-1 are in kafka's state, but deleted/ });
    });

    it("have stranded topics and ACLs only in a deleted cluster", async () => {
        const other = made(topic.type, "other", "lkc-12/orders");
        answers = { [paths.cluster]: 403 };
        const deleted = await findDeletedResources(env, resources);
        assert.deepEqual(listStrandedResources([...resources, other], deleted), [topic, acl]);
        answers = { [paths.account]: 404 };
        assert.deepEqual(listStrandedResources(resources, await findDeletedResources(env, resources)), []);
    });

    it("know whether the manager's key exists", async () => {
        assert.equal(await hasManagerKey(env, resources), true);
        answers = { "/iam/v2/api-keys/KEY1": 403 };
        assert.equal(await hasManagerKey(env, resources), false);
        answers = {};
        const withoutKey = removeResources(resources, [key]);
        assert.equal(await hasManagerKey(env, withoutKey), false, "a refresh dropped it");
    });

    it("leave no reference to what is removed", () => {
        const dependent = {
            ...environment,
            dependencies: [topic.urn, key.urn],
            propertyDependencies: { a: [topic.urn] },
        };
        assert.deepEqual(removeResources([topic, key, dependent], [topic]), [
            key,
            { ...dependent, dependencies: [key.urn], propertyDependencies: { a: [] } },
        ]);
    });

    describe("recover", () => {
        /** Runs recover with a fake Pulumi, and returns the state that it imported and how it refreshed. */
        async function runRecover() {
            let imported: StateResource[] = [];
            let refresh: string[] = [];
            const pulumi = async (_project: string, [command = "", ...args]: string[]) => {
                if (command === "refresh") refresh = args;
                if (args[0] === "import")
                    imported = JSON.parse(readFileSync(args.at(-1) as string, "utf8")).deployment.resources;
                return args[0] === "export" ? JSON.stringify({ version: 3, deployment: { resources } }) : "";
            };
            const options = { ...refuseRestore, confirmDeletion: async () => false };
            const unresolved = await recover(env, awsClients, pulumi, "kafka", options);
            return { imported: imported.map(({ urn }) => urn), refresh, unresolved };
        }

        it("refreshes everything", async () => {
            const { imported, refresh, unresolved } = await runRecover();
            assert.deepEqual(
                imported,
                resources.map(({ urn }) => urn),
            );
            assert.deepEqual([refresh, unresolved], [["--yes", "--skip-preview"], []]);
        });

        it("removes the topics and ACLs of a deleted cluster from the state first", async () => {
            answers = { [paths.cluster]: 403, "/iam/v2/api-keys/KEY1": 403 };
            const { imported, refresh, unresolved } = await runRecover();
            const rest = resources.filter((each) => each !== topic && each !== acl);
            assert.deepEqual(
                imported,
                rest.map(({ urn }) => urn),
            );
            assert.deepEqual([refresh, unresolved], [["--yes", "--skip-preview"], []]);
        });

        it("leaves out the topics and ACLs when the manager's key was deleted, and says so", async () => {
            answers = { "/iam/v2/api-keys/KEY1": 403 };
            const { imported, refresh, unresolved } = await runRecover();
            assert.equal(imported.length, resources.length);
            assert.deepEqual(refresh.slice(2), ["--exclude", topic.urn, "--exclude", acl.urn]);
            assert.match(
                unresolved.join("\n"),
                /^topics and ACLs were not compared .* \.\/devmin up kafka creates another one\.$/,
            );
        });
    });

    for (const [command, run] of Object.entries<(pulumi: () => Promise<string>) => Promise<unknown>>({
        up: (pulumi) => deployLayer(env, awsClients, pulumi, "kafka", { log: () => {} }),
        destroy: (pulumi) =>
            destroy(env, awsClients, pulumi, "kafka", { log: () => {}, confirm: () => assert.fail("asked") }),
        recover: (pulumi) =>
            recover(env, awsClients, pulumi, "kafka", {
                ...refuseRestore,
                confirmDeletion: () => assert.fail("asked"),
            }),
    })) {
        it(`stop ${command} before Pulumi runs when they do not match`, async () => {
            answers = { [paths.environment]: 403 };
            const pulumi = () => assert.fail("Pulumi ran");
            await assert.rejects(run(pulumi), { message: /key KEY may not read .* environment env-1/ });
        });
    }
});
