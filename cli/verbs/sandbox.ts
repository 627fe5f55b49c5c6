import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { findEngine } from "../../engine";
import { type Environment, environmentAt } from "../../ops/environment";
import { configurationOf } from "../../ops/init";
import { isLeftLocked } from "../../ops/locks";
import { haveOfficialProviders } from "../../ops/providers";
import { configFileOf, type Project, projects, pulumiFor, type Say } from "../../ops/pulumi";
import { recover } from "../../ops/recover";
import { stateInBucket } from "../../ops/state";
import { envOf, hasStandIns, type Place, placeOf, type Shell, start, status, stop, writeEnv } from "../../sandbox";
import { account, endpointOf } from "../../sandbox/aws/account";
import { type Call, UsageError } from "../verb";
import { isOfficial, providers, wordsOf } from "../words";

const actions: Record<string, (call: Call) => Promise<void>> = { start: up, status: tell, stop: down };

/** `./devmin sandbox start [--providers official] | status | stop` */
export async function run(call: Call): Promise<void> {
    const [word = "", ...args] = call.args;
    const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
    if (!action) {
        throw new UsageError(`the sandbox takes one of ${Object.keys(actions).join(", ")}, "${word}" was given.`);
    }
    await action({ ...call, args });
}

const stack = "local";
const homeOf = (root: string) => join(root, ".sandbox");

async function up({ root, args, say }: Call): Promise<void> {
    const official = isOfficial(wordsOf(args, { providers }, 0).values);
    if (official && hasStandIns(root)) {
        throw new Error("the stand-in providers are on this shell's PATH: open a new shell and start again there.");
    }
    const home = homeOf(root);
    // The engine first: it takes longest, and without it the rest is of no use.
    const engine = await findEngine({ tools: join(home, "tools"), say });
    const isNew = !(await placeOf(home));
    const place = await start({ home, tools: join(home, "tools"), say });
    enter(place, { clone: root, path: engine.path, standIns: !official });
    configure(root, place, isNew);
    const env = environmentAt(root, stack);
    await refreshSandboxEnv(env);
    if (await isBootstrapped(env)) await updatesAreOver(env, say);
    else await stacksAreThere(env, say);
    if (official) await haveOfficialProviders(await pulumiFor(env, say));
    console.log("The local cloud is up. Go on with: source .sandbox/env");
}

async function tell({ root, args }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const rows = await status({ home: homeOf(root) });
    for (const { piece, state, pid, ports, note, log } of rows) {
        const where = ports.map((port) => `127.0.0.1:${port}`).join(", ");
        console.log(
            `${piece.padEnd(10)} ${state.padEnd(8)} ${where.padEnd(32)} ${pid ? `pid ${pid}` : ""} ${note ?? ""}`.trimEnd(),
        );
        if (state !== "running") console.log(`${"".padEnd(10)} log: ${log}`);
    }
    if (rows.some(({ state }) => state !== "running"))
        throw new Error("not all of it runs: start it with ./devmin sandbox start");
}

async function down({ root, args, say }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    await stop({ home: homeOf(root), say });
}

/** Writes `.sandbox/env` for where the states are now. Does nothing, and resolves with false, for an environment that is not the sandbox's. */
export async function refreshSandboxEnv(env: Environment): Promise<boolean> {
    const home = homeOf(env.root);
    const place = env.stack === stack ? await placeOf(home) : undefined;
    if (!place || process.env.AWS_ENDPOINT_URL !== endpointOf(place)) return false;
    const engine = await findEngine({ tools: join(home, "tools"), say: () => {} });
    const backend = (await isBootstrapped(env)) ? env.backend : undefined;
    await writeEnv(place, { clone: env.root, path: engine.path, backend, standIns: hasStandIns(env.root) });
    return true;
}

const isBootstrapped = async (env: Environment) => (await stateInBucket(env, "core"))?.secretsProvider === "cloud";

/** From here on this process is in the local cloud, whatever shell it was started from. */
function enter(place: Place, shell: Shell): void {
    for (const name of Object.keys(process.env)) if (/^(AWS|CONFLUENT|PULUMI)_/.test(name)) delete process.env[name];
    Object.assign(process.env, envOf(place, shell));
}

/** The stack configuration a user writes for a real account; git ignores this one. What belongs to this local cloud already stays. */
function configure(root: string, { ports }: Place, isNew: boolean): void {
    const asked = configurationOf(
        { account: account.id, region: account.region, email: "someone@example.org" },
        { trail: "make" }, // the account is new
    );
    const config: Record<Project, Record<string, unknown>> = {
        ...asked,
        kafka: {
            ...asked.kafka,
            "confluentcloud:endpoint": `http://127.0.0.1:${ports.confluent}`,
        },
        card: {},
    };
    for (const project of projects) {
        const file = configFileOf({ root, stack }, project);
        if (isNew || !existsSync(file)) writeFileSync(file, stringify({ config: config[project] }));
    }
}

/** An update that lost this cloud on its way, or was killed with it, must not block the next. */
async function updatesAreOver(env: Environment, say: Say): Promise<void> {
    for (const project of projects) {
        if (!(await isLeftLocked(env, project))) continue;
        say(`the last update of ${project} did not come to its end: its state is mended`);
        for (const open of await recover(env, await pulumiFor(env, say), project, () => {})) say(open);
    }
}

/** Until there is a bucket, the stacks are in a folder of the sandbox. */
async function stacksAreThere(env: Environment, say: Say): Promise<void> {
    const pulumi = await pulumiFor(env, say);
    const local = { PULUMI_BACKEND_URL: process.env.PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE: "" };
    for (const project of projects) {
        const listed = await pulumi(project, ["stack", "ls", "--json"], { variables: local });
        const names = (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
        if (!names.includes(stack)) await pulumi(project, ["stack", "init", stack], { variables: local });
    }
}
