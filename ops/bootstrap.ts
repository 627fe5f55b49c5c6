import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assertBillingAccess } from "./account/billing-access";
import { findWrongRegion } from "./account/core-regions";
import { activateCostAllocationTag } from "./account/cost-allocation-tag";
import { createRoleClients } from "./clients/assume-role";
import { type AwsClients, hasStateBucket, requireCallerArn } from "./clients/aws";
import { buildSecretsProviderUrl, type Environment } from "./environment";
import { getProjectFolder, type Project, projects } from "./projects";
import type { Log, PulumiCli, Variables } from "./pulumi/cli";
import { applyPlan, type DeploymentRecord, writeDeploymentRecord } from "./pulumi/deploy-layer";
import { previewLayer } from "./pulumi/plan";
import { readLocalStateSummary, readStateSummary, removeStaleLocalLocks } from "./pulumi/state";
import { waitForVersioning } from "./pulumi/versioned-bucket";
import { importPendingCreates } from "./recover";
import { editStackConfig, getStackConfigFile, readStackConfig } from "./stack-config";

/**
 * Brings core up with a local state, then moves every stack of that state into the bucket that core created, under core's key.
 * Each step first looks at what exists, so a bootstrap that was killed continues where it stopped. Resolves with false when
 * there was nothing to do.
 */
export async function bootstrapEnvironment(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    log: Log,
): Promise<boolean> {
    await requireCallerArn(env, aws);
    const localState = getLocalState(env);
    const record = (await isSettled(env, aws, "core"))
        ? undefined
        : await deployCore(env, aws, pulumi, localState, log);
    const steps = [
        createVersioningStep(env, aws),
        ...projects.map((project) => createMoveStateStep(env, aws, pulumi, localState, project)),
        ...projects.map((project) => createStackStep(env, aws, pulumi, project)),
        createCleanupStep(env, localState),
    ];
    let hasChanged = record !== undefined;
    for (const { title, isDone, run } of steps) {
        if (await isDone()) continue;
        hasChanged = true;
        log(`${title} …`);
        await run();
    }
    if (hasChanged) {
        log("previewing core without a passphrase: nothing may change …");
        await pulumi("core", ["preview", "--expect-no-changes", "--stack", env.stack], {
            variables: { PULUMI_CONFIG_PASSPHRASE: undefined },
        });
    }
    if (record) await recordDeployment(env, record, log);
    await activateCostAllocationTag(aws, log); // each time: AWS knows the tag a day after the first
    return hasChanged;
}

/** Only now are there a store to write it to, a state that it describes and the role that writes it. */
async function recordDeployment(env: Environment, record: Omit<DeploymentRecord, "state">, log: Log): Promise<void> {
    try {
        await writeDeploymentRecord(env, await createRoleClients(env, "auditor"), record, false);
    } catch (error) {
        log(
            `core is up, but its deployment record could not be written (${(error as Error).message}): ` +
                "whoever may assume the auditor's role writes the next one with ./devmin up core.",
        );
    }
}

/** A step of the bootstrap; it runs unless it is already done. */
interface BootstrapStep {
    title: string;
    isDone(): Promise<boolean>;
    run(): Promise<void>;
}

/** The state before the bucket exists: a folder, with an empty passphrase because core has no secrets. */
interface LocalState {
    folder: string;
    variables: Variables;
}

function getLocalState({ root }: Environment): LocalState {
    const backendUrl = process.env.PULUMI_BACKEND_URL;
    const folder = backendUrl?.startsWith("file://") ? fileURLToPath(backendUrl) : join(root, ".devmin", "state");
    return { folder, variables: { PULUMI_BACKEND_URL: pathToFileURL(folder).href, PULUMI_CONFIG_PASSPHRASE: "" } };
}

/** Whether a stack's state is in the bucket and its configuration names the key. */
async function isSettled(env: Environment, aws: AwsClients, project: Project): Promise<boolean> {
    const state = await readStateSummary(env, aws, project);
    return state?.secretsProvider === "cloud" && hasSecretsProvider(env, project);
}

/** Brings core up with a local state. Resolves with the deployment record, for which there is no bucket yet. */
async function deployCore(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    { folder, variables }: LocalState,
    log: Log,
): Promise<Omit<DeploymentRecord, "state">> {
    await assertBillingAccess(env, aws);
    log("bringing core up with a local state …");
    if (!readLocalStateSummary(folder, "core", env.stack)) await assertNotOwnedElsewhere(env, aws);
    mkdirSync(folder, { recursive: true });
    for (const lock of removeStaleLocalLocks(folder)) log(`removed the lock of a process that has ended: ${lock}`);
    restoreConfig(env, "core");
    await pulumi("core", ["stack", "select", env.stack, "--create"], { variables });
    if (readLocalStateSummary(folder, "core", env.stack)?.pendingOperations) {
        log("an earlier bootstrap was killed: importing what it created into the state …");
        const unresolved = await importPendingCreates(env, aws, pulumi, "core", log, { variables });
        if (unresolved.length > 0) throw new Error([...unresolved, "Then run ./devmin bootstrap again."].join("\n"));
    }
    using plan = await previewLayer(env, pulumi, "core", { variables, log });
    const { record, failure } = await applyPlan(env, pulumi, plan, { variables, log });
    if (failure) throw failure;
    return record;
}

/** With two people, two clones and one stack the second bootstrap would create everything again. */
async function assertNotOwnedElsewhere(env: Environment, aws: AwsClients): Promise<void> {
    if ((await readStateSummary(env, aws, "core"))?.secretsProvider === "cloud") {
        throw new Error(
            `the stack ${env.stack} is already up, but core/Pulumi.${env.stack}.yaml does not name its key: use the file that ` +
                `whoever ran bootstrap committed, or add the line secretsprovider: ${buildSecretsProviderUrl(env, "core")}; ` +
                "then run ./devmin join. For an environment of your own, name another stack with PULUMI_STACK.",
        );
    }
    const wrongRegion = await findWrongRegion(env, aws);
    if (wrongRegion) throw new Error(wrongRegion);
    if (await hasStateBucket(env, aws)) {
        throw new Error(
            `${env.stateBucket} exists but has no state of core: someone is bringing the stack ${env.stack} up from another ` +
                "clone, or was interrupted. Continue in that clone with ./devmin bootstrap. If the clone is lost, empty and delete " +
                "the bucket. For an environment of your own, name another stack with PULUMI_STACK.",
        );
    }
}

function createVersioningStep(env: Environment, aws: AwsClients): BootstrapStep {
    return {
        title: `waiting until ${env.stateBucket} keeps versions; S3 may need some minutes`,
        isDone: () => isSettled(env, aws, "core"),
        run: () => waitForVersioning(aws, env.stateBucket),
    };
}

function createMoveStateStep(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    { folder, variables }: LocalState,
    project: Project,
): BootstrapStep {
    return {
        title: `moving the state of ${project} into ${env.stateBucket}`,
        async isDone() {
            const localState = readLocalStateSummary(folder, project, env.stack);
            return !localState?.resources || (await isSettled(env, aws, project));
        },
        async run() {
            // A target whose secrets are not under the key was left by a killed migration; the local state is still complete.
            if (await readStateSummary(env, aws, project)) {
                await pulumi(project, ["stack", "rm", env.stack, "--force", "--yes", "--preserve-config"]);
            }
            restoreConfig(env, project);
            await pulumi(
                project,
                [
                    ...["stack", "migrate", pathToFileURL(folder).href, env.stack],
                    ...["--secrets-provider", buildSecretsProviderUrl(env, project), "--yes"],
                ],
                { variables: { PULUMI_CONFIG_PASSPHRASE: variables.PULUMI_CONFIG_PASSPHRASE } },
            );
        },
    };
}

function createStackStep(env: Environment, aws: AwsClients, pulumi: PulumiCli, project: Project): BootstrapStep {
    return {
        title: `creating a stack of ${project} in ${env.stateBucket}`,
        isDone: async () =>
            hasSecretsProvider(env, project) && (await readStateSummary(env, aws, project)) !== undefined,
        async run() {
            if (await readStateSummary(env, aws, project)) {
                await pulumi(project, ["stack", "rm", env.stack, "--yes", "--preserve-config"]);
            }
            dropPassphrase(env, project);
            await pulumi(project, [
                "stack",
                "init",
                env.stack,
                "--secrets-provider",
                buildSecretsProviderUrl(env, project),
            ]);
        },
    };
}

function createCleanupStep(env: Environment, { folder }: LocalState): BootstrapStep {
    const listLeftovers = () => [
        ...(existsSync(join(folder, ".pulumi")) ? [join(folder, ".pulumi")] : []),
        ...projects.flatMap((project) => listConfigBackups(env, project)),
    ];
    return {
        title: "removing the local state and the configuration backups",
        isDone: async () => listLeftovers().length === 0,
        async run() {
            for (const path of listLeftovers()) rmSync(path, { recursive: true });
        },
    };
}

const listConfigBackups = (env: Environment, project: Project) =>
    readdirSync(getProjectFolder(env, project))
        .filter((name) => name.startsWith(`Pulumi.${env.stack}.yaml.bak`))
        .map((name) => join(getProjectFolder(env, project), name));

/** Restores the configuration that a killed migration rewrote. */
function restoreConfig(env: Environment, project: Project): void {
    const [backup, ...older] = listConfigBackups(env, project).sort().reverse();
    if (backup) renameSync(backup, getStackConfigFile(env, project));
    for (const path of older) rmSync(path);
}

/** Whether a stack's configuration names core's key for its secrets. */
export const hasSecretsProvider = (env: Environment, project: Project): boolean =>
    readStackConfig(env, project).secretsprovider === buildSecretsProviderUrl(env, project);

/** A stack that was never updated has nothing encrypted with its passphrase. */
function dropPassphrase(env: Environment, project: Project): void {
    editStackConfig(env, project, (document) => {
        if (document.has("encryptionsalt")) document.delete("encryptionsalt");
    });
}
