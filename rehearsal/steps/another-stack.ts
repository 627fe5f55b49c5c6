import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { GetOpenIDConnectProviderCommand, IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { DeleteObjectsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { awsConfig, s3In } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { isTaken, loginOf } from "../../ops/kafka-login";
import { trailsIn } from "../../ops/trails";
import { endpointOf } from "../confluent";
import { byItself, type Dump, differences, dump, withThoseOf } from "../dump";
import { named } from "../names";
import { inRole, type Say, type Stage } from "../stage";
import type { Step } from "../step";
import { firstRound, runningTasks } from "./demo-up";

/** What goes later or not at all: a key after its 30 days, and the account's one provider, on which others may have come to rely. */
const stays = /aws\/(kms|iam\/oidc_providers)\//;

export const anotherStack: Step = {
    title: "another stack comes up beside it in the same account, works, and goes",
    further: true,
    async play(stage, say) {
        const before = await dump(stage.home);
        const alice = await aliceOn(stage, say);
        await comesUp(alice);
        const added = await changesSince(before, stage);
        assert.ok(added.length > 0);
        assert.deepEqual(
            added.filter((change) => !change.startsWith("+ ")),
            [],
            "nothing of the first stack is touched",
        );
        assert.equal((await trailsIn(environmentAt(stage.tree, "local"))).length, 1);
        await isTheSame(stage, say);
        await adoptsTheProvider(stage, say);

        assert.deepEqual(await runningTasks(stage, "alice"), ["RUNNING"]);
        assert.deepEqual((await firstRound(stage, "alice")).problems, []);
        await opensItsOwnClusterAlone(stage);

        await goes(alice, stage);
        const left = await changesSince(before, stage);
        assert.deepEqual(
            left.filter((change) => !(change.startsWith("+ ") && stays.test(change))),
            [],
        );
        assert.equal((await providersOf(stage)).length, 1);
        assert.deepEqual(await runningTasks(stage), ["RUNNING"]);
        // What stays is nothing that demo leaves behind.
        stage.beforeDemo = { ...withThoseOf({}, await dump(stage.home), stays), ...stage.beforeDemo };
        rmSync(alice.clone, { recursive: true });
        return "all three layers of alice, side by side with ours: no name shared, nothing of ours touched, no key opens the other's cluster";
    },
};

/** Someone else's clone, and a shell in it. */
interface Alice {
    clone: string;
    run(command: string[]): Promise<string>;
}

async function aliceOn(stage: Stage, say: Say): Promise<Alice> {
    const clone = stage.copy("alice");
    const folder = join(clone, ".state");
    mkdirSync(folder);
    const endpoint = await endpointOf(stage);
    writeFileSync(join(clone, "kafka", "Pulumi.alice.yaml"), `config:\n    confluentcloud:endpoint: ${endpoint}\n`);
    const variables = {
        ...stage.variables,
        PULUMI_STACK: "alice",
        PULUMI_HOME: join(clone, ".pulumi-home"),
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),
    };
    return { clone, run: (command) => stage.run(command, say, { folder: clone, variables }) };
}

async function comesUp({ run }: Alice): Promise<void> {
    await run(["./devmin", "init", "--account", "000000000000", "--region", "us-east-1", "--email", "a@b.org"]);
    await run(["pulumi", "stack", "select", "alice", "--create", "-C", "core"]);
    const trail = await run(["pulumi", "config", "get", "trail", "-C", "core"]);
    assert.equal(trail.trim(), "adopt", "the account's trail is the first stack's");
    for (const [key, value] of Object.entries({ githubRepository: "alice/devmin", githubProvider: "make" })) {
        await run(["pulumi", "config", "set", key, value, "-C", "core"]);
    }
    await run(["./devmin", "bootstrap"]);
    await run(["./devmin", "up", "--lease", "1h", "--yes"]);
}

/** From the top down; what lives is protected, and core's state is in a bucket that goes as well. */
async function goes({ clone, run }: Alice, stage: Stage): Promise<void> {
    const gone = (layer: string) => ["pulumi", "destroy", "-C", layer, "--yes", "--skip-preview"];
    const unprotected = (layer: string) => ["pulumi", "state", "unprotect", "--all", "--yes", "-C", layer];
    await run(inRole("demo", gone("demo")));
    await run(inRole("kafka", unprotected("kafka")));
    await run(inRole("kafka", gone("kafka")));
    const env = environmentAt(clone, "alice");
    await run([
        ...["pulumi", "stack", "migrate", env.backend, "alice", "-C", "core"],
        ...["--secrets-provider", "passphrase", "--yes"],
    ]);
    const buckets = [env.stateBucket, env.evidenceBucket, named("core", "artifacts", "alice")];
    for (const bucket of buckets) await empty(stage, bucket);
    await run(unprotected("core"));
    await run(gone("core"));
}

/** Removes every version of every object, as an administrator who answers for the evidence among it. */
async function empty(stage: Stage, Bucket: string): Promise<void> {
    const s3 = s3In(environmentAt(stage.tree, "local"));
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects }, BypassGovernanceRetention: true }));
}

/** What is other than before, but for what the service that runs does by itself. */
const changesSince = async (before: Dump, stage: Stage) =>
    differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));

/** The first stack's programs have nothing to change. */
async function isTheSame(stage: Stage, say: Say): Promise<void> {
    const preview = (layer: string) => ["pulumi", "preview", "-C", layer, "--expect-no-changes"];
    await Promise.all([
        stage.run(preview("core"), say),
        stage.as("kafka", preview("kafka"), say),
        stage.as("demo", preview("demo"), say),
    ]);
}

/** The account has GitHub's provider now: the first stack would adopt it, and make none. */
async function adoptsTheProvider(stage: Stage, say: Say): Promise<void> {
    await stage.run(["pulumi", "config", "set", "githubRepository", "local/devmin", "-C", "core"], say);
    const seen = await stage.run(["pulumi", "preview", "-C", "core", "--diff"], say);
    assert.match(seen, /repo:local\/devmin:ref:refs\/heads\/main/);
    assert.doesNotMatch(seen, /openIdConnectProvider/i);
    await stage.run(["pulumi", "config", "rm", "githubRepository", "-C", "core"], say);
}

async function opensItsOwnClusterAlone(stage: Stage): Promise<void> {
    const env = environmentAt(stage.tree, "local");
    const ours = await loginOf(env, named("kafka", "pulse"));
    const theirs = await loginOf(env, named("kafka", "pulse", "alice"));
    assert.notEqual(ours.bootstrapServers, theirs.bootstrapServers);
    for (const [login, { bootstrapServers }, taken] of [
        [ours, ours, true],
        [theirs, theirs, true],
        [ours, theirs, false],
        [theirs, ours, false],
    ] as const) {
        assert.equal(await isTaken({ ...login, bootstrapServers }), taken, `${login.key} on ${bootstrapServers}`);
    }
}

/** The account's OIDC providers; asked for one by one, as a list may name what is gone. */
async function providersOf(stage: Stage): Promise<string[]> {
    const iam = new IAMClient(awsConfig(environmentAt(stage.tree, "local")));
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
    for (const arn of arns) await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    return arns;
}
