import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { GetOpenIDConnectProviderCommand, IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { signWorkflowToken } from "../../local-cloud";
import { listTrails } from "../../ops/account/trails";
import { canAuthenticate, readKafkaCredentials } from "../../ops/clients/kafka";
import { readEnvironment } from "../../ops/environment";
import { backgroundChangePattern, type CloudDump, diffDumps, dumpClouds, replaceDumpPaths } from "../cloud-dump";
import { readConfluentEndpoint } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import { buildRoleCommand, type Log, type Workspace } from "../workspace";
import { listTaskStatuses, waitForFirstRound } from "./demo-up";

/** What goes later or not at all: a key after its 30 days, and the account's OIDC provider, which others may use. */
const keptPattern = /aws\/(kms|iam\/oidc_providers)\//;

export const secondStack: Step = {
    title: "a second stack runs in the same account and is destroyed without a trace",
    extended: true,
    async run(workspace, log) {
        const before = await dumpClouds(workspace.home);
        const alice = await cloneForAlice(workspace, log);
        await deployAll(alice);
        const added = await listChanges(before, workspace);
        assert.ok(added.length > 0);
        assert.deepEqual(
            added.filter((change) => !change.startsWith("+ ")),
            [],
            "nothing of the first stack changes",
        );
        assert.equal((await listTrails(workspace.connect().aws)).length, 1);
        await assertNoChanges(workspace, log);
        await assertProviderAdopted(workspace, log);
        const refusals = await assertOnlyOwnWorkflows(workspace);

        assert.deepEqual(await listTaskStatuses(workspace, "alice"), ["RUNNING"]);
        assert.deepEqual((await waitForFirstRound(workspace, "alice")).problems, []);
        await assertClusterIsolation(workspace);

        await destroyAll(alice, workspace);
        const changes = await listChanges(before, workspace);
        assert.deepEqual(
            changes.filter((change) => !(change.startsWith("+ ") && keptPattern.test(change))),
            [],
        );
        assert.equal((await listOidcProviders(workspace)).length, 1);
        assert.deepEqual(await listTaskStatuses(workspace), ["RUNNING"]);
        // What stays is not a leftover of demo.
        workspace.dumpBeforeDemo = {
            ...replaceDumpPaths({}, await dumpClouds(workspace.home), keptPattern),
            ...workspace.dumpBeforeDemo,
        };
        rmSync(alice.clone, { recursive: true });
        return `all three layers of stack alice beside stack local: no shared name, no change to local, no key is accepted by the other's cluster; of its workflows' tokens two forms of the subject are accepted, ${refusals} others refused`;
    },
};

/** Someone else's clone, and a shell in it. */
interface SecondClone {
    clone: string;
    run(command: string[]): Promise<string>;
}

async function cloneForAlice(workspace: Workspace, log: Log): Promise<SecondClone> {
    const clone = workspace.copyTree("alice");
    const folder = join(clone, ".state");
    mkdirSync(folder);
    const endpoint = await readConfluentEndpoint(workspace);
    writeFileSync(join(clone, "kafka", "Pulumi.alice.yaml"), `config:\n    confluentcloud:endpoint: ${endpoint}\n`);
    const variables = {
        ...workspace.env,
        PULUMI_STACK: "alice",
        PULUMI_HOME: join(clone, ".pulumi-home"),
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),
    };
    return { clone, run: (command) => workspace.run(command, log, { cwd: clone, env: variables }) };
}

/** Alice's repository; its provider is the account's first. */
const githubSettings = {
    githubRepository: "alice/devmin",
    githubRepositoryId: "456789",
    githubOwnerId: "123456",
    githubProvider: "make",
};

/** GitHub's claims for a push to alice's main branch, in a repository created before mid-2026. */
const pushClaims = {
    sub: "repo:alice/devmin:ref:refs/heads/main",
    repository_id: githubSettings.githubRepositoryId,
    repository_owner_id: githubSettings.githubOwnerId,
};
const idSubject = "repo:alice@123456/devmin@456789:ref:refs/heads/main";

const acceptedClaims = [pushClaims, { ...pushClaims, sub: idSubject }];
const refusedClaims: Readonly<Record<string, [claims: object, error: string]>> = {
    "another branch": [{ ...pushClaims, sub: "repo:alice/devmin:ref:refs/heads/other" }, "AccessDenied"],
    "a pull request": [{ ...pushClaims, sub: "repo:alice/devmin:pull_request" }, "AccessDenied"],
    "a repository that got the name later": [{ ...pushClaims, repository_id: "999999" }, "AccessDenied"],
    "an owner who got the name later": [{ ...pushClaims, repository_owner_id: "999999" }, "AccessDenied"],
    "another audience": [{ ...pushClaims, aud: "https://github.com/alice" }, "InvalidIdentityTokenException"],
    "a token of yesterday": [{ ...pushClaims, exp: 1 }, "ExpiredTokenException"],
    "another issuer": [{ ...pushClaims, iss: "https://elsewhere.example" }, "InvalidIdentityTokenException"],
};

/** Assumes alice's deployer with tokens of the local issuer. Returns how many kinds were refused, each for its reason. */
async function assertOnlyOwnWorkflows(workspace: Workspace): Promise<number> {
    const sts = workspace.connect().aws.create(STSClient);
    const RoleArn = `arn:aws:iam::000000000000:role/${buildExpectedName("core", "deploy-demo", "alice")}`;
    const assume = (WebIdentityToken: string) =>
        sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "job", WebIdentityToken })).then(
            () => "accepted",
            (error: Error) => error.name,
        );
    for (const claims of acceptedClaims) assert.equal(await assume(signWorkflowToken(workspace, claims)), "accepted");
    for (const [what, [claims, error]] of Object.entries(refusedClaims))
        assert.equal(await assume(signWorkflowToken(workspace, { ...claims })), error, what);
    const forged = signWorkflowToken(workspace, pushClaims).replace(/[^.]+$/, (signature) =>
        signature.split("").reverse().join(""),
    );
    assert.equal(await assume(forged), "InvalidIdentityTokenException", "a forged signature");
    return Object.keys(refusedClaims).length + 1;
}

async function deployAll({ run }: SecondClone): Promise<void> {
    const init = await run("./devmin init --account 000000000000 --region us-east-1 --email a@b.org".split(" "));
    assert.match(init, /the account spent 0 USD in \d{4}-\d\d, .* --budget 25 leaves 25 for this environment/);
    await run(["pulumi", "stack", "select", "alice", "--create", "-C", "core"]);
    const trail = await run(["pulumi", "config", "get", "trail", "-C", "core"]);
    assert.equal(trail.trim(), "adopt", "the account's trail is the first stack's");
    for (const [key, value] of Object.entries(githubSettings)) {
        await run(["pulumi", "config", "set", key, value, "-C", "core"]);
    }
    await run(["./devmin", "bootstrap"]);
    await run(["./devmin", "up", "--lease", "1h", "--yes"]);
}

/** From the top down; persistent layers are unprotected first, and core's state leaves the bucket that is destroyed. */
async function destroyAll({ clone, run }: SecondClone, workspace: Workspace): Promise<void> {
    const buildDestroyCommand = (layer: string) => ["pulumi", "destroy", "-C", layer, "--yes", "--skip-preview"];
    const buildUnprotectCommand = (layer: string) => ["pulumi", "state", "unprotect", "--all", "--yes", "-C", layer];
    await run(buildRoleCommand("demo", buildDestroyCommand("demo")));
    await run(buildRoleCommand("kafka", buildUnprotectCommand("kafka")));
    await run(buildRoleCommand("kafka", buildDestroyCommand("kafka")));
    const env = readEnvironment(clone, "alice");
    await run([
        ...["pulumi", "stack", "migrate", env.backendUrl, "alice", "-C", "core"],
        ...["--secrets-provider", "passphrase", "--yes"],
    ]);
    const buckets = [env.stateBucket, env.evidenceBucket, buildExpectedName("core", "artifacts", "alice")];
    for (const bucket of buckets) await emptyBucket(workspace, bucket);
    await run(buildUnprotectCommand("core"));
    await run(buildDestroyCommand("core"));
}

/** Removes every version of every object, as an administrator who may bypass retention. */
async function emptyBucket(workspace: Workspace, Bucket: string): Promise<void> {
    const s3 = workspace.connect().aws.create(S3Client);
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects }, BypassGovernanceRetention: true }));
}

/** What changed, except for what running services change by themselves. */
const listChanges = async (before: CloudDump, workspace: Workspace) =>
    diffDumps(before, await dumpClouds(workspace.home)).filter((change) => !backgroundChangePattern.test(change));

/** The first stack's programs have nothing to change. */
async function assertNoChanges(workspace: Workspace, log: Log): Promise<void> {
    const buildPreviewCommand = (layer: string) => ["pulumi", "preview", "-C", layer, "--expect-no-changes"];
    await Promise.all([
        workspace.run(buildPreviewCommand("core"), log),
        workspace.runAs("kafka", buildPreviewCommand("kafka"), log),
        workspace.runAs("demo", buildPreviewCommand("demo"), log),
    ]);
}

/** The account has GitHub's provider now: the first stack would adopt it, and create none. */
async function assertProviderAdopted(workspace: Workspace, log: Log): Promise<void> {
    const settings = { githubRepository: "local/devmin", githubRepositoryId: "456780", githubOwnerId: "123450" };
    for (const [key, value] of Object.entries(settings))
        await workspace.run(["pulumi", "config", "set", key, value, "-C", "core"], log);
    const seen = await workspace.run(["pulumi", "preview", "-C", "core", "--diff"], log);
    assert.match(seen, /repo:local\/devmin:ref:refs\/heads\/main/);
    assert.doesNotMatch(seen, /openIdConnectProvider/i);
    for (const key of Object.keys(settings)) await workspace.run(["pulumi", "config", "rm", key, "-C", "core"], log);
}

async function assertClusterIsolation(workspace: Workspace): Promise<void> {
    const { aws } = workspace.connect();
    const ours = await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"));
    const theirs = await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse", "alice"));
    assert.notEqual(ours.bootstrapServers, theirs.bootstrapServers);
    for (const [credentials, { bootstrapServers }, isAccepted] of [
        [ours, ours, true],
        [theirs, theirs, true],
        [ours, theirs, false],
        [theirs, ours, false],
    ] as const) {
        assert.equal(
            await canAuthenticate({ ...credentials, bootstrapServers }),
            isAccepted,
            `${credentials.key} on ${bootstrapServers}`,
        );
    }
}

/** The account's OIDC providers; read one by one, as a list may name deleted ones. */
async function listOidcProviders(workspace: Workspace): Promise<string[]> {
    const iam = workspace.connect().aws.create(IAMClient);
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
    for (const arn of arns) await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    return arns;
}
