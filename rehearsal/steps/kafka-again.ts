import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { isTaken, loginOf } from "../../ops/kafka-login";
import { byHand, provisioned } from "../confluent";
import { differences, dump } from "../dump";
import { killWithUpdate, onceSaid } from "../moment";
import { named } from "../names";
import type { Say, Stage } from "../stage";
import type { Step } from "../step";

const kafka = ["-C", "kafka", "--yes", "--skip-preview"];
const destroy = ["./devmin", "destroy", "kafka", "--yes"];
/** What kafka makes, in all clouds. */
const ofKafka = /(confluent\/\w+\/|aws\/secretsmanager\/secrets\/|kafka\/lkc-\w+\/(acls|topics\/[^_]))/;

export const kafkaAgain: Step = {
    title: "kafka goes, and comes again at once in a cluster that is there",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        const { cloud, leave } = await byHand(stage);
        await leave();
        const before = await dump(stage.home);
        const kept = ["Environment", "KafkaCluster", "KafkaTopic"];
        assert.deepEqual(await protectedIn(stage), kept, "what holds data is protected");
        assert.match(
            await stage.refused(["./devmin", "destroy", "kafka"], say),
            /topics, with every record in them: pulse\.events.*secrets, at once and for good: pulse.*\.\/devmin destroy kafka --yes/s,
        );
        assert.deepEqual(await changes(stage, before), [], "who only looks takes nothing");
        const kill = killWithUpdate(stage, "kafka");
        await onceSaid(stage, destroy, /KafkaTopic pulse\.events deleted/, kill, say);
        await stage.run(["./devmin", "recover", "kafka"], say);
        await destroyed(stage, say);
        const rest = Object.keys(await dump(stage.home)).filter((path) => ofKafka.test(path));
        assert.deepEqual(rest, [], "nothing is left");

        const theirs = await cloud<{ id: string }>("POST", "/org/v2/environments", { display_name: "theirs" });
        const cluster = await cloud<{ id: string }>("POST", "/cmk/v2/clusters", {
            spec: {
                display_name: "theirs",
                availability: "SINGLE_ZONE",
                cloud: "AWS",
                region: "us-east-1",
                config: { kind: "Basic", max_ecku: 1 },
                environment: { id: theirs.id },
            },
        });
        await provisioned(cloud, theirs.id, cluster.id);
        const empty = await dump(stage.home);
        const ids = { environmentId: theirs.id, clusterId: cluster.id };
        for (const [key, id] of Object.entries(ids))
            await stage.run(["pulumi", "config", "set", "-C", "kafka", key, id], say);
        await stage.as("kafka", ["pulumi", "up", ...kafka], say);
        assert.ok(await isTaken(await loginOf(env, named("kafka", "pulse"))));
        await destroyed(stage, say);
        assert.deepEqual(await changes(stage, empty), [], "their environment and cluster are as they were");

        for (const key of Object.keys(ids)) await stage.run(["pulumi", "config", "rm", "-C", "kafka", key], say);
        await cloud("DELETE", `/cmk/v2/clusters/${cluster.id}?environment=${theirs.id}`);
        await cloud("DELETE", `/org/v2/environments/${theirs.id}`);
        await stage.as("kafka", ["pulumi", "up", ...kafka], say);
        assert.ok(await isTaken(await loginOf(env, named("kafka", "pulse"))));
        return "killed half way, gone, and up again twice, with secrets of the same name; an adopted cluster was left as it was";
    },
};

/** The types of Confluent's things that Pulumi does not delete unasked. */
async function protectedIn(stage: Stage): Promise<string[]> {
    const state = JSON.parse(await stage.run(["pulumi", "stack", "export", "-C", "kafka"], () => {}));
    const resources: { type: string; protect?: boolean }[] = state.deployment.resources;
    const types = resources.filter(({ type, protect }) => protect && type.startsWith("confluentcloud:"));
    return types.map(({ type }) => type.split(":").at(-1) as string).sort();
}

/** What is other in the clouds, but for Pulumi's own state and what the broker keeps by itself. */
async function changes(stage: Stage, before: Awaited<ReturnType<typeof dump>>): Promise<string[]> {
    return differences(before, await dump(stage.home)).filter((change) => ofKafka.test(change));
}

async function destroyed(stage: Stage, say: Say): Promise<void> {
    assert.match(await stage.run(destroy, say), /kafka is gone; what went is link \d+/);
}
