import { execFile } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import {
    buildEnv,
    findLocalCloud,
    getLocalCloudStatus,
    getPulumiHome,
    hasOfflineProviders,
    type LocalCloud,
    type ProviderKind,
    type ShellOptions,
    startLocalCloud,
    stopLocalCloud,
    writeEnvFile,
} from "../../local-cloud";
import { account } from "../../local-cloud/aws/local-account";
import { assertS3ControlResolves, ensureOfficialProviders } from "../../local-cloud/providers/official";
import { selectProviders } from "../../local-cloud/providers/select";
import { buildCli, findBuiltCli, languageHostFolder } from "../../local-cloud/pulumi-cli/build";
import { removeVerifiedHead } from "../../ops/audit/verified-head";
import { createAwsClients } from "../../ops/clients/aws";
import { type Environment, readEnvironment } from "../../ops/environment";
import { buildStackConfig } from "../../ops/init";
import { type Project, projects } from "../../ops/projects";
import { createPulumiCli, type Log } from "../../ops/pulumi/cli";
import { ensurePulumiCli, findPulumiCli } from "../../ops/pulumi/find-cli";
import { hasStaleLock } from "../../ops/pulumi/locks";
import { readStateSummary } from "../../ops/pulumi/state";
import { recover } from "../../ops/recover";
import { getStackConfigFile } from "../../ops/stack-config";
import type { CommandCall } from "../command";

interface SandboxOptions {
    providers?: ProviderKind;
}

const actions: Record<string, (call: CommandCall<SandboxOptions>) => Promise<void>> = {
    start: startSandbox,
    status: printStatus,
    stop: stopSandbox,
};

export async function run(call: CommandCall<SandboxOptions>): Promise<void> {
    await actions[call.args[0] as string]?.(call);
}

const sandboxStack = "local";
const cloudVariable = /^(AWS|CONFLUENT|PULUMI)_/;
const getSandboxHome = (root: string) => join(root, ".sandbox");

async function startSandbox({ root, options, log }: CommandCall<SandboxOptions>): Promise<void> {
    const home = getSandboxHome(root);
    // The CLI first: it takes longest, and without it the rest is of no use.
    const pathFolders = await ensureCli(root, log);
    const ensureOfficial = async () => {
        if (hasOfflineProviders(root))
            throw new Error("the offline providers are on this shell's PATH: open a new shell and start again there");
        await assertS3ControlResolves();
        await ensureOfficialProviders((args) => runPulumi(args, home, pathFolders));
    };
    const providers = await selectProviders({ home, asked: options.providers, ensureOfficial, log });
    const isNew = !(await findLocalCloud(home));
    const cloud = await startLocalCloud({ home, tools: join(home, "tools"), log });
    writeSandboxConfig(root, cloud, isNew);
    const shell = { clone: root, pathFolders, offlineProviders: providers === "offline" };
    enterSandbox(cloud, shell);
    const env = readEnvironment(root, sandboxStack);
    if (isNew) removeVerifiedHead(env);
    await writeEnvFile(cloud, { ...shell, bucketBackendUrl: env.backendUrl });
    if (await isBootstrapped(env)) await recoverInterruptedUpdates(env, log);
    else await ensureStacks(env, log);
    console.log("The local cloud is up. Next: source .sandbox/env");
}

async function printStatus({ root }: CommandCall): Promise<void> {
    const rows = await getLocalCloudStatus({ home: getSandboxHome(root) });
    for (const { service, state, pid, ports, note, logFile } of rows) {
        const where = ports.map((port) => `127.0.0.1:${port}`).join(", ");
        console.log(
            `${service.padEnd(10)} ${state.padEnd(8)} ${where.padEnd(32)} ${pid ? `pid ${pid}` : ""} ${note ?? ""}`.trimEnd(),
        );
        if (state !== "running") console.log(`${"".padEnd(10)} log: ${logFile}`);
    }
    if (rows.some(({ state }) => state !== "running"))
        throw new Error("not all of it runs: start it with ./devmin sandbox start");
}

async function stopSandbox({ root, log }: CommandCall): Promise<void> {
    await stopLocalCloud({ home: getSandboxHome(root), log });
}

/**
 * The Pulumi CLI: the user's own, else the official one from npm, else one built with Go. Resolves with the folders to append to
 * PATH. What the local cloud built itself does not count as the user's.
 */
async function ensureCli(root: string, log: Log): Promise<readonly string[]> {
    mkdirSync(join(getSandboxHome(root), "tools"), { recursive: true });
    const tools = realpathSync(join(getSandboxHome(root), "tools")); // as PATH has it
    const options = { toolsFolder: join(root, ".devmin", "tools"), excludedFolder: tools };
    const official = await findPulumiCli(options);
    if (official) return [...official.pathFolders, ...(official.hasLanguageHost ? [] : [languageHostFolder])];
    const built = await findBuiltCli(tools);
    if (built) return [built.folder];
    try {
        return (await ensurePulumiCli({ ...options, log })).pathFolders;
    } catch (error) {
        const { message } = error as Error;
        log(message);
        const { folder } = await buildCli(tools, log).catch((failure: Error) => {
            throw new Error(
                `${message.replace(/\.$/, "")}; nor can one be built for the local cloud: ${failure.message}.`,
            );
        });
        return [folder];
    }
}

/** Runs the CLI for the local cloud's plugin cache, with nothing of the shell's clouds. */
async function runPulumi(args: string[], home: string, pathFolders: readonly string[]): Promise<void> {
    const own = Object.entries(process.env).filter(([name]) => !cloudVariable.test(name));
    const PATH = [process.env.PATH, ...pathFolders].join(delimiter);
    const variables = { PATH, PULUMI_HOME: getPulumiHome(home), PULUMI_SKIP_UPDATE_CHECK: "1" };
    await promisify(execFile)("pulumi", args, { env: { ...Object.fromEntries(own), ...variables } });
}

const isBootstrapped = async (env: Environment) =>
    (await readStateSummary(env, createAwsClients(env), "core"))?.secretsProvider === "cloud";

/** From here on this process is in the local cloud, whatever shell it was started from. */
function enterSandbox(cloud: LocalCloud, shell: Omit<ShellOptions, "bucketBackendUrl">): void {
    for (const name of Object.keys(process.env)) if (cloudVariable.test(name)) delete process.env[name];
    Object.assign(process.env, buildEnv(cloud, shell));
}

/** The stack configuration a user writes for a real account; git ignores this one. What belongs to this local cloud already stays. */
function writeSandboxConfig(root: string, { ports }: LocalCloud, isNew: boolean): void {
    const baseConfig = buildStackConfig(
        { account: account.id, region: account.region, email: "someone@example.org" },
        { trail: "make" }, // the account is new
    );
    const config: Record<Project, Record<string, unknown>> = {
        ...baseConfig,
        kafka: {
            ...baseConfig.kafka,
            "confluentcloud:endpoint": `http://127.0.0.1:${ports.confluent}`,
        },
        summary: {},
    };
    for (const project of projects) {
        const file = getStackConfigFile({ root, stack: sandboxStack }, project);
        if (isNew || !existsSync(file)) writeFileSync(file, stringify({ config: config[project] }));
    }
}

/** An update that lost this cloud on its way, or was killed with it, must not block the next. */
async function recoverInterruptedUpdates(env: Environment, log: Log): Promise<void> {
    const aws = createAwsClients(env);
    for (const project of projects) {
        if (!(await hasStaleLock(env, aws, project))) continue;
        log(`the last update of ${project} did not finish: repairing its state`);
        const pulumi = await createPulumiCli(env, log);
        const options = {
            log: () => {},
            confirmDeletion: async () => false,
            confirmRestore: async () => true,
            listMissing: async () => [],
        };
        for (const unresolved of await recover(env, aws, pulumi, project, options)) log(unresolved);
    }
}

/** Until there is a bucket, the stacks are in a folder of the sandbox. */
async function ensureStacks(env: Environment, log: Log): Promise<void> {
    const pulumi = await createPulumiCli(env, log);
    const localBackend = { PULUMI_BACKEND_URL: process.env.PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE: "" };
    for (const project of projects) {
        const stackList = await pulumi(project, ["stack", "ls", "--json"], { variables: localBackend });
        const names = (JSON.parse(stackList) as { name: string }[]).map(({ name }) => name);
        if (!names.includes(sandboxStack))
            await pulumi(project, ["stack", "init", sandboxStack], { variables: localBackend });
    }
}
