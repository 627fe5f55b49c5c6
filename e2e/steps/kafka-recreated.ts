import assert from "node:assert/strict";
import { canAuthenticate, readKafkaCredentials } from "../../ops/clients/kafka";
import { diffDumps, dumpClouds } from "../cloud-dump";
import { getFromConfluent, openManualSession, waitUntilProvisioned } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import { interruptOnOutput, killWithUpdate } from "../interrupt";
import type { Step } from "../step";
import type { Log, Workspace } from "../workspace";

const upOptions = ["-C", "kafka", "--yes", "--skip-preview"];
const destroyCommand = ["./devmin", "destroy", "kafka", "--yes"];
/** What kafka creates, in all clouds. */
const kafkaPathPattern = /(confluent\/\w+\/|aws\/secretsmanager\/secrets\/|kafka\/lkc-\w+\/(acls|topics\/[^_]))/;

export const kafkaRecreated: Step = {
    title: "kafka can be destroyed and deployed again, also in an existing cluster",
    extended: true,
    async run(workspace, log) {
        const { aws } = workspace.connect();
        const { callCloudApi, close } = await openManualSession(workspace);
        await close();
        const before = await dumpClouds(workspace.home);
        const protectedTypes = ["Environment", "KafkaCluster", "KafkaTopic"];
        assert.deepEqual(await listProtectedTypes(workspace), protectedTypes, "what holds data is protected");
        assert.match(
            await workspace.expectRefusal(["./devmin", "destroy", "kafka"], log),
            /topics, with every record in them: pulse\.events.*secrets, immediately and irrecoverably: pulse.*\.\/devmin destroy kafka --yes/s,
        );
        assert.deepEqual(await listKafkaChanges(workspace, before), [], "a refused destroy deletes nothing");
        const kill = killWithUpdate(workspace, "kafka");
        await interruptOnOutput(workspace, destroyCommand, /KafkaTopic pulse\.events deleted/, kill, log);
        await workspace.run(["./devmin", "recover", "kafka"], log);
        await destroyKafka(workspace, log);
        const rest = Object.keys(await dumpClouds(workspace.home)).filter((path) => kafkaPathPattern.test(path));
        assert.deepEqual(rest, [], "nothing is left");
        const verdict = await workspace.expectRefusal(["./devmin", "verify"], log);
        assert.match(verdict, /^fail +kafka is deployed\n +kafka is not deployed: run \.\/devmin up kafka$/m);

        const otherEnvironment = await callCloudApi<{ id: string }>("POST", "/org/v2/environments", {
            display_name: "theirs",
        });
        const cluster = await callCloudApi<{ id: string }>("POST", "/cmk/v2/clusters", {
            spec: {
                display_name: "theirs",
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "us-east-1",
                config: { kind: "Basic", max_ecku: 1 },
                environment: { id: otherEnvironment.id },
            },
        });
        await waitUntilProvisioned(callCloudApi, otherEnvironment.id, cluster.id);
        const empty = await dumpClouds(workspace.home);
        const ids = { environmentId: otherEnvironment.id, clusterId: cluster.id };
        for (const [key, id] of Object.entries(ids))
            await workspace.run(["pulumi", "config", "set", "-C", "kafka", key, id], log);
        await workspace.runAs("kafka", ["pulumi", "up", ...upOptions], log);
        assert.ok(await canAuthenticate(await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"))));
        await assertRestrictedKeyIsRefused(workspace, log);
        await assertOrphanedKeyIsDeleted(workspace, log);
        await deleteByHand(workspace);
        await destroyKafka(workspace, log);
        assert.deepEqual(
            await listKafkaChanges(workspace, empty),
            [],
            "their environment and cluster are as they were",
        );

        for (const key of Object.keys(ids)) await workspace.run(["pulumi", "config", "rm", "-C", "kafka", key], log);
        await callCloudApi("DELETE", `/cmk/v2/clusters/${cluster.id}?environment=${otherEnvironment.id}`);
        await callCloudApi("DELETE", `/org/v2/environments/${otherEnvironment.id}`);
        await workspace.runAs("kafka", ["pulumi", "up", ...upOptions], log);
        await deleteClusterByHand(workspace, log);
        await workspace.run(["./devmin", "up", "kafka", "--yes"], log);
        assert.ok(await canAuthenticate(await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"))));
        return "killed, resumed, and deployed again twice with secrets of the same name; destroyed although a topic and a key were deleted by hand; a Cloud key that may not read the state is refused; a key that no state has is deleted; an adopted cluster was left as it was; a cluster deleted by hand is replaced after recover";
    },
};

/** A Cloud key whose account has no role: what it may not read, Confluent's provider takes for deleted. */
async function assertRestrictedKeyIsRefused(workspace: Workspace, log: Log): Promise<void> {
    const { callCloudApi, managerId, close } = await openManualSession(workspace);
    await close();
    const { id, spec } = await callCloudApi<{ id: string; spec: { secret: string } }>("POST", "/iam/v2/api-keys", {
        spec: { display_name: "restricted", owner: { id: managerId } },
    });
    const env = { ...workspace.env, CONFLUENT_CLOUD_API_KEY: id, CONFLUENT_CLOUD_API_SECRET: spec.secret };
    for (const command of ["up", "destroy", "recover"]) {
        const args = command === "recover" ? [] : ["--yes"];
        const refused = await workspace.expectRefusal(["./devmin", command, "kafka", ...args], log, { env });
        assert.match(refused, new RegExp(`key ${id} may not read .*: environment .*service account ${managerId}`));
    }
}

/** The key above, like one that an update waited for when it was killed: in the cloud, and in no state. */
async function assertOrphanedKeyIsDeleted(workspace: Workspace, log: Log): Promise<void> {
    const output = await workspace.run(["./devmin", "recover", "kafka"], log);
    assert.match(output, /API key \w+ \(restricted\), created less than a minute ago, is in no state/);
    const recovered = await workspace.run(["./devmin", "recover", "kafka", "--delete-orphaned-keys"], log);
    assert.match(recovered, /deleted API key \w+ \(restricted\), which was in no state/);
    assert.doesNotMatch(recovered, /delete it with/);
    const { data } = await getFromConfluent<{ data: { spec: { display_name: string } }[] }>(
        workspace,
        "/iam/v2/api-keys?page_size=100",
    );
    const names = data.map(({ spec }) => spec.display_name);
    assert.ok(!names.includes("restricted"), `there is no key "restricted" among ${names.join(", ")}`);
}

/** As in Confluent Cloud's console: the providers fail on deleting these once more. */
async function deleteByHand(workspace: Workspace): Promise<void> {
    const { key } = await readKafkaCredentials(workspace.connect().aws, buildExpectedName("kafka", "pulse"));
    const { callCloudApi, callKafkaRest, close } = await openManualSession(workspace);
    await callKafkaRest("DELETE", "/topics/pulse.events");
    await callCloudApi("DELETE", `/iam/v2/api-keys/${key}`);
    await close();
}

/** Deletes cluster and environment without Pulumi. No key opens the topics and ACLs in the state any more, until recover removes them. */
async function deleteClusterByHand(workspace: Workspace, log: Log): Promise<void> {
    const { callCloudApi, clusterId, close } = await openManualSession(workspace);
    await close();
    const output = await workspace.run(["pulumi", "stack", "output", "environmentId", "-C", "kafka"], () => {});
    const environment = output.trim();
    await callCloudApi("DELETE", `/cmk/v2/clusters/${clusterId}?environment=${environment}`);
    await callCloudApi("DELETE", `/org/v2/environments/${environment}`);
    for (const command of ["up", "destroy"]) {
        const refused = await workspace.expectRefusal(["./devmin", command, "kafka", "--yes"], log);
        assert.match(
            refused,
            new RegExp(`environment ${environment}, cluster ${clusterId} are in .*devmin recover kafka`),
        );
    }
    const recovered = await workspace.run(["./devmin", "recover", "kafka"], log);
    assert.match(recovered, /removing pulse\.events from the state: the cluster of .* is gone/);
}

/** The types of protected Confluent resources. */
async function listProtectedTypes(workspace: Workspace): Promise<string[]> {
    const state = JSON.parse(await workspace.run(["pulumi", "stack", "export", "-C", "kafka"], () => {}));
    const resources: { type: string; protect?: boolean }[] = state.deployment.resources;
    const types = resources.filter(({ type, protect }) => protect && type.startsWith("confluentcloud:"));
    return types.map(({ type }) => type.split(":").at(-1) as string).sort();
}

/** What changed in the clouds, except for Pulumi's state and the broker's own topics. */
async function listKafkaChanges(
    workspace: Workspace,
    before: Awaited<ReturnType<typeof dumpClouds>>,
): Promise<string[]> {
    return diffDumps(before, await dumpClouds(workspace.home)).filter((change) => kafkaPathPattern.test(change));
}

async function destroyKafka(workspace: Workspace, log: Log): Promise<void> {
    assert.match(await workspace.run(destroyCommand, log), /kafka is destroyed; what it had is entry \d+/);
}
