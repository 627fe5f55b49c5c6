import assert from "node:assert/strict";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { canAuthenticate, readKafkaCredentials } from "../../ops/clients/kafka";
import { type CloudDump, dumpClouds, replaceDumpPaths } from "../cloud-dump";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";
import { listTaskStatuses } from "./demo-up";
import { readAuditEntry } from "./readiness";

const secretName = buildExpectedName("kafka", "pulse");
const upOptions = ["--yes", "--skip-preview"];

export const keyRotation: Step = {
    title: "a Kafka API key is rotated while its service runs",
    extended: true,
    async run(workspace, log) {
        const { aws } = workspace.connect();
        const firstCredentials = await readKafkaCredentials(aws, secretName);

        // The first half by hand, as in the README: both keys are accepted.
        for (const generation of ["previous 1", "current 2"]) {
            const [word = "", value = ""] = generation.split(" ");
            await workspace.run(["pulumi", "config", "set", "-C", "kafka", "--path", `keys.pulse.${word}`, value], log);
        }
        await workspace.runAs("kafka", ["pulumi", "up", "-C", "kafka", ...upOptions], log);
        const secondCredentials = await readKafkaCredentials(aws, secretName);
        assert.notEqual(secondCredentials.key, firstCredentials.key);
        assert.deepEqual(await readKafkaCredentials(aws, secretName, "AWSPREVIOUS"), firstCredentials);
        assert.deepEqual(
            await Promise.all([firstCredentials, secondCredentials].map(canAuthenticate)),
            [true, true],
            "both keys are accepted",
        );

        assert.match(
            await workspace.run(["./devmin", "recover", "kafka"], log),
            /the rotation of the key of pulse is half done, keys 1 and 2 both work: run \.\/devmin rotate pulse\./,
        );

        // The command continues from there: the service restarts with the new key, the old one is refused.
        const output = await workspace.run(["./devmin", "rotate", "pulse"], log);
        assert.deepEqual(
            await Promise.all([firstCredentials, secondCredentials].map(canAuthenticate)),
            [false, true],
            "the old key is refused",
        );
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        assert.equal(await findVersionInUse(workspace), await findCurrentVersion(workspace));

        const entry = await readAuditEntry(workspace, Number(/entry (\d+) of the audit log/.exec(output)?.[1]));
        assert.deepEqual(
            [entry.kind, entry.verdict, entry.details],
            ["rotate", "pass", { account: "pulse", from: 1, to: 2 }],
        );
        assert.match(entry.by, /:assumed-role\/devmin-core-local-auditor-/);

        carryIntoBaseline(workspace, await dumpClouds(workspace.home));
        return "two keys, then one: pulse runs with the new one, the broker refuses the old one, and the audit log has the rotation";
    },
};

/** The secret's version that the service's task definition gives to its tasks. */
async function findVersionInUse(workspace: Workspace): Promise<string | undefined> {
    const services = ["pulumi", "stack", "output", "runningServices", "--json", "-C", "demo"];
    const { pulse } = JSON.parse(await workspace.run(services, () => {}));
    const { taskDefinition } = await workspace
        .connect()
        .aws.create(ECSClient)
        .send(new DescribeTaskDefinitionCommand({ taskDefinition: pulse.taskDefinitionArn }));
    const { secrets = [] } = taskDefinition?.containerDefinitions?.find(({ name }) => name === "pulse") ?? {};
    return secrets[0]?.valueFrom?.split(":").at(-1);
}

async function findCurrentVersion(workspace: Workspace): Promise<string | undefined> {
    const client = workspace.connect().aws.create(SecretsManagerClient);
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: secretName }));
    return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes("AWSCURRENT"));
}

/** What a rotation changes belongs to kafka and stays when demo goes: it becomes part of the dump from before demo. */
function carryIntoBaseline(workspace: Workspace, now: CloudDump): void {
    workspace.dumpBeforeDemo = replaceDumpPaths(
        workspace.dumpBeforeDemo ?? {},
        now,
        /^(confluent|kafka\/lkc-\w+\/acls|aws\/secretsmanager)\//,
    );
}
