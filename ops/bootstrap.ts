import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { callerIn } from "./clouds";
import { type Environment, secretsProviderOf } from "./environment";
import { withPlan } from "./plan";
import { configFileOf, folderOf, type Project, type Pulumi, projects, type Say, type Variables } from "./pulumi";
import { takeIn } from "./recover";
import { bucketIsThere, clearDeadLocks, stateInBucket, stateInFolder } from "./state";
import { carryOut, leave, type Receipt } from "./update";

/**
 * Core on a local state, then every stack of that state moved into the bucket core made, under core's key.
 * Each step looks at what is there, so a bootstrap that was killed goes on where it stood. Resolves with false when there
 * was nothing to do.
 */
export async function bootstrap(env: Environment, pulumi: Pulumi, say: Say): Promise<boolean> {
    await callerIn(env);
    const local = localStateOf(env);
    let receipt: Omit<Receipt, "state"> | undefined;
    const steps = [
        coreIsUp(env, pulumi, local, say, (left) => {
            receipt = left;
        }),
        ...projects.map((project) => stateIsMoved(env, pulumi, local, project)),
        ...projects.map((project) => stackIsThere(env, pulumi, project)),
        localStateIsGone(env, local),
    ];
    let did = false;
    for (const { claim, holds, make } of steps) {
        if (await holds()) continue;
        did = true;
        say(`${claim} …`);
        await make();
    }
    if (did) {
        say("core previews without a change, without a passphrase …");
        await pulumi("core", ["preview", "--expect-no-changes", "--stack", env.stack], {
            variables: { PULUMI_CONFIG_PASSPHRASE: undefined },
        });
    }
    // Only now is there a store to put it into, and a state that it is about.
    if (receipt) await leave(env, receipt, false);
    return did;
}

/** Something bootstrap makes so, unless it is. */
interface Step {
    claim: string;
    holds(): Promise<boolean>;
    make(): Promise<void>;
}

/** The state before there is a bucket: a folder, and an empty passphrase because core holds no secret. */
interface LocalState {
    folder: string;
    variables: Variables;
}

function localStateOf({ root }: Environment): LocalState {
    const given = process.env.PULUMI_BACKEND_URL;
    const folder = given?.startsWith("file://") ? fileURLToPath(given) : join(root, ".devmin", "state");
    return { folder, variables: { PULUMI_BACKEND_URL: pathToFileURL(folder).href, PULUMI_CONFIG_PASSPHRASE: "" } };
}

/** A stack is settled once its state is in the bucket and its configuration names the key. */
async function isSettled(env: Environment, project: Project): Promise<boolean> {
    const state = await stateInBucket(env, project);
    return state?.secretsProvider === "cloud" && namesKey(env, project);
}

function coreIsUp(
    env: Environment,
    pulumi: Pulumi,
    { folder, variables }: LocalState,
    say: Say,
    keep: (receipt: Omit<Receipt, "state">) => void,
): Step {
    return {
        claim: "core comes up on a local state",
        holds: () => isSettled(env, "core"),
        async make() {
            if (!stateInFolder(folder, "core", env.stack)) await demandNobodyElses(env);
            mkdirSync(folder, { recursive: true });
            for (const lock of clearDeadLocks(folder)) say(`removed the lock of a process that is gone: ${lock}`);
            restoreConfig(env, "core");
            await pulumi("core", ["stack", "select", env.stack, "--create"], { variables });
            if (stateInFolder(folder, "core", env.stack)?.pending) {
                say("an earlier bootstrap was killed: what it made is taken into the state …");
                const open = await takeIn(env, pulumi, "core", say, variables);
                if (open.length > 0) throw new Error([...open, "Then run ./devmin bootstrap again."].join("\n"));
            }
            await withPlan(env, pulumi, "core", { variables, say }, async (plan) => {
                const { receipt, failure } = await carryOut(env, pulumi, plan, { variables, say });
                if (failure) throw failure;
                keep(receipt);
            });
        },
    };
}

/** Two people, two clones, one stack: the second would make everything once more. */
async function demandNobodyElses(env: Environment): Promise<void> {
    if ((await stateInBucket(env, "core"))?.secretsProvider === "cloud") {
        throw new Error(
            `the stack ${env.stack} is up already and core/Pulumi.${env.stack}.yaml does not name its key: take the file as it ` +
                `was committed by whoever ran bootstrap, or add the line secretsprovider: ${secretsProviderOf(env, "core")}; ` +
                "then go on with ./devmin join. For an environment of your own name another stack with PULUMI_STACK.",
        );
    }
    if (await bucketIsThere(env)) {
        throw new Error(
            `${env.stateBucket} is there and holds no state of core: somebody brings the stack ${env.stack} up from another ` +
                "clone, or was interrupted at it. Go on there with ./devmin bootstrap. If that clone is lost, empty the bucket and " +
                "remove it; for an environment of your own name another stack with PULUMI_STACK.",
        );
    }
}

function stateIsMoved(env: Environment, pulumi: Pulumi, { folder, variables }: LocalState, project: Project): Step {
    return {
        claim: `the state of ${project} moves into ${env.stateBucket}`,
        async holds() {
            const local = stateInFolder(folder, project, env.stack);
            return !local?.resources || (await isSettled(env, project));
        },
        async make() {
            // A target without settled secrets is what a killed migration left; the local state is still the whole one.
            if (await stateInBucket(env, project)) {
                await pulumi(project, ["stack", "rm", env.stack, "--force", "--yes", "--preserve-config"]);
            }
            restoreConfig(env, project);
            await pulumi(
                project,
                [
                    ...["stack", "migrate", pathToFileURL(folder).href, env.stack],
                    ...["--secrets-provider", secretsProviderOf(env, project), "--yes"],
                ],
                { variables: { PULUMI_CONFIG_PASSPHRASE: variables.PULUMI_CONFIG_PASSPHRASE } },
            );
        },
    };
}

function stackIsThere(env: Environment, pulumi: Pulumi, project: Project): Step {
    return {
        claim: `${project} has a stack in ${env.stateBucket}`,
        holds: async () => namesKey(env, project) && (await stateInBucket(env, project)) !== undefined,
        async make() {
            if (await stateInBucket(env, project)) {
                await pulumi(project, ["stack", "rm", env.stack, "--yes", "--preserve-config"]);
            }
            dropPassphrase(env, project);
            await pulumi(project, ["stack", "init", env.stack, "--secrets-provider", secretsProviderOf(env, project)]);
        },
    };
}

function localStateIsGone(env: Environment, { folder }: LocalState): Step {
    const leftovers = () => [
        ...(existsSync(join(folder, ".pulumi")) ? [join(folder, ".pulumi")] : []),
        ...projects.flatMap((project) => backupsOf(env, project)),
    ];
    return {
        claim: "the local state and the configurations' backups go",
        holds: async () => leftovers().length === 0,
        async make() {
            for (const path of leftovers()) rmSync(path, { recursive: true });
        },
    };
}

const backupsOf = (env: Environment, project: Project) =>
    readdirSync(folderOf(env, project))
        .filter((name) => name.startsWith(`Pulumi.${env.stack}.yaml.bak`))
        .map((name) => join(folderOf(env, project), name));

/** Puts back the configuration that a killed migration had rewritten. */
function restoreConfig(env: Environment, project: Project): void {
    const [backup, ...older] = backupsOf(env, project).sort().reverse();
    if (backup) renameSync(backup, configFileOf(env, project));
    for (const path of older) rmSync(path);
}

/** Whether a stack's configuration says that core's key opens its secrets. */
export function namesKey(env: Environment, project: Project): boolean {
    const file = configFileOf(env, project);
    const named = existsSync(file) && parseDocument(readFileSync(file, "utf8")).get("secretsprovider");
    return named === secretsProviderOf(env, project);
}

/** A stack that was only made, never updated, has nothing under its passphrase. */
function dropPassphrase(env: Environment, project: Project): void {
    const file = configFileOf(env, project);
    if (!existsSync(file)) return;
    const document = parseDocument(readFileSync(file, "utf8"));
    if (document.delete("encryptionsalt")) writeFileSync(file, document.toString());
}
