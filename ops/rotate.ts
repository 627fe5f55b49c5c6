import { setTimeout as sleep } from "node:timers/promises";
import { type AuditEntry, appendAuditEntry, type NewAuditEntry } from "./audit/log";
import type { EnvironmentOutputs } from "./checks/check";
import { canAuthenticate, type KafkaCredentials, readKafkaCredentials } from "./clients/kafka";
import type { Environment, Layer } from "./environment";
import { getPulumiProjectName, type Log, type PulumiCli } from "./pulumi/cli";
import { deployLayer } from "./pulumi/deploy-layer";
import { readStackOutputs, readStateSummary } from "./pulumi/state";

/** A rotation as it ended: the generations of the key that went and of the one that came. */
export interface Rotation {
    from: number;
    to: number;
    /** The link in the evidence store that says so. */
    entry: AuditEntry;
}

export interface RotateOptions {
    log: Log;
    /** How long the broker may still take the key that went. @default 300_000 */
    withinMs?: number;
    /** What kafka exports. @default read from its state */
    outputs?: () => Promise<object>;
    /** Updates a layer. @default as `./devmin up` does, with a receipt */
    updateLayer?: (layer: Layer, extraArgs?: string[]) => Promise<unknown>;
    /** Writes down what was done. @default a link of the chain of evidence */
    appendEntry?: (statement: NewAuditEntry) => Promise<AuditEntry>;
}

interface KeyGenerations {
    current?: number;
    previous?: number;
}

const keysConfigKey = `${getPulumiProjectName("kafka")}:keys`;

/**
 * Gives an account its next key, and takes the one before: by kafka's stack configuration and two updates, with the proof
 * between them that the new key is in use. One that was cut in two goes on where it was. `env` needs
 * an auditor's rights and no more, as Pulumi changes things under roles of its own.
 */
export async function rotateKey(
    env: Environment,
    pulumi: PulumiCli,
    account: string,
    {
        log,
        withinMs = 300_000,
        outputs = () => readStackOutputs(env, "kafka"),
        updateLayer = (layer, extraArgs) => deployLayer(env, pulumi, layer, { log, extraArgs }),
        appendEntry = (newEntry) => appendAuditEntry(env, newEntry),
    }: RotateOptions,
): Promise<Rotation> {
    const access = await readApplicationAccess(outputs);
    if (account !== "manager" && !access[account]) {
        throw new Error(
            `there is no account ${account} in kafka: name one of manager, ${Object.keys(access).join(", ")}.`,
        );
    }
    const rotation = await startRotation(pulumi, account);
    log(`${account}: key ${rotation.to} comes, key ${rotation.from} stays`);
    await updateLayer("kafka");

    const { secretArn } = (await readApplicationAccess(outputs))[account] ?? {};
    if (secretArn) {
        const credentials = await readKafkaCredentials(env, secretArn);
        if (!(await canAuthenticate(credentials)))
            throw new Error(`the broker refuses the new key ${credentials.key} of ${account}.`);
        log(`${account}: the broker takes key ${rotation.to}`);
        // A task is given the version of its secret that its definition names; the demo's own update moves it on, and waits.
        const demo = await readStateSummary(env, "demo");
        if (demo?.resources) await updateLayer("demo");
    }

    log(`${account}: key ${rotation.from} goes`);
    await pulumi("kafka", ["config", "rm", "--path", `keys.${account}.previous`]);
    // A refresh reads topics and rights with the manager's key; and what was revoked by hand is then not deleted again.
    await updateLayer("kafka", ["--refresh"]);
    if (secretArn) await waitUntilRefused(await readKafkaCredentials(env, secretArn, "AWSPREVIOUS"), withinMs);
    const entry = await appendEntry({ kind: "rotate", verdict: "pass", details: { account, ...rotation } });
    return { ...rotation, entry };
}

async function readApplicationAccess(
    outputs: () => Promise<object>,
): Promise<EnvironmentOutputs["kafka"]["applicationAccess"]> {
    const { applicationAccess } = (await outputs()) as Partial<EnvironmentOutputs["kafka"]>;
    if (!applicationAccess) throw new Error("kafka is not up yet: run pulumi up -C kafka");
    return applicationAccess;
}

/** Writes the next generation into the stack's configuration, in one piece; unless there are two already. */
async function startRotation(pulumi: PulumiCli, account: string): Promise<Omit<Rotation, "entry">> {
    const { [keysConfigKey]: keysConfig } = JSON.parse(await pulumi("kafka", ["config", "--json"]));
    const { current = 1, previous }: KeyGenerations = JSON.parse(keysConfig?.value ?? "{}")[account] ?? {};
    if (previous !== undefined) return { from: previous, to: current };
    const values = { previous: current, current: current + 1 };
    const configArgs = Object.entries(values).flatMap(([generation, value]) => [
        "--plaintext",
        `keys.${account}.${generation}=${value}`,
    ]);
    await pulumi("kafka", ["config", "set-all", "--path", ...configArgs]);
    return { from: values.previous, to: values.current };
}

/** In Confluent Cloud a revoked key may be taken for some moments more. */
async function waitUntilRefused(credentials: KafkaCredentials, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (await canAuthenticate(credentials)) {
        if (Date.now() > deadline)
            throw new Error(`the broker still takes key ${credentials.key} after ${withinMs / 1000} s.`);
        await sleep(1_000);
    }
}
