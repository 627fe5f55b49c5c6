import assert from "node:assert/strict";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsConfig } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { isTaken, loginOf } from "../../ops/kafka-login";
import { type Dump, dump, withThoseOf } from "../dump";
import { named } from "../names";
import type { Stage } from "../stage";
import type { Step } from "../step";
import { runningTasks } from "./demo-up";
import { linkOf } from "./readiness";

const secret = named("kafka", "pulse");
const updated = ["--yes", "--skip-preview"];

export const rotation: Step = {
    title: "a key rotates under a running service",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const one = await loginOf(env, secret);

        // The first half by hand, as the README has it: both keys log in.
        for (const generation of ["previous 1", "current 2"]) {
            const [word = "", value = ""] = generation.split(" ");
            await stage.run(["pulumi", "config", "set", "-C", "kafka", "--path", `keys.pulse.${word}`, value], say);
        }
        await stage.as("kafka", ["pulumi", "up", "-C", "kafka", ...updated], say);
        const two = await loginOf(env, secret);
        assert.notEqual(two.key, one.key);
        assert.deepEqual(await loginOf(env, secret, "AWSPREVIOUS"), one);
        assert.deepEqual(await Promise.all([one, two].map(isTaken)), [true, true], "both keys log in");

        // The verb goes on from there: the service starts anew with the new key, the old one is refused.
        const said = await stage.run(["./devmin", "rotate", "pulse"], say);
        assert.deepEqual(await Promise.all([one, two].map(isTaken)), [false, true], "the old key is refused");
        assert.deepEqual(await runningTasks(stage), ["RUNNING"]);
        assert.equal(await versionInUse(stage), await currentVersion(stage));

        const link = await linkOf(stage, Number(/evidence: link (\d+)/.exec(said)?.[1]));
        assert.deepEqual(
            [link.kind, link.verdict, link.details],
            ["rotate", "holds", { account: "pulse", from: 1, to: 2 }],
        );
        assert.match(link.by, /:assumed-role\/devmin-core-local-auditor-/);

        livesOn(stage, await dump(stage.home));
        return "two keys, then one: pulse runs on the new one, the broker refuses the old one, and the chain says so";
    },
};

/** The version of the secret that the service's task definition hands to its tasks. */
async function versionInUse(stage: Stage): Promise<string | undefined> {
    const services = ["pulumi", "stack", "output", "runningServices", "--json", "-C", "demo"];
    const { pulse } = JSON.parse(await stage.run(services, () => {}));
    const { taskDefinition } = await new ECSClient(awsConfig(environmentAt(stage.tree, "local"))).send(
        new DescribeTaskDefinitionCommand({ taskDefinition: pulse.taskDefinitionArn }),
    );
    const { secrets = [] } = taskDefinition?.containerDefinitions?.find(({ name }) => name === "pulse") ?? {};
    return secrets[0]?.valueFrom?.split(":").at(-1);
}

async function currentVersion(stage: Stage): Promise<string | undefined> {
    const client = new SecretsManagerClient(awsConfig(environmentAt(stage.tree, "local")));
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: secret }));
    return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes("AWSCURRENT"));
}

/** What a rotation changes belongs to kafka and outlives the demo: it counts as if it had been so before the demo. */
function livesOn(stage: Stage, now: Dump): void {
    stage.beforeDemo = withThoseOf(
        stage.beforeDemo ?? {},
        now,
        /^(confluent|kafka\/lkc-\w+\/acls|aws\/secretsmanager)\//,
    );
}
