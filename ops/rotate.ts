import { waitUntil } from "../util/wait-until";
import type { AuditEntry } from "./audit/entry";
import { appendAuditEntry, type NewAuditEntry } from "./audit/log";
import type { AwsClients } from "./clients/aws";
import { canAuthenticate, type KafkaCredentials, readKafkaCredentials } from "./clients/kafka";
import type { Environment, Layer } from "./environment";
import type { EnvironmentOutputs } from "./layer-outputs";
import { readLease } from "./lease";
import { getPulumiProjectName } from "./projects";
import type { Log, PulumiCli } from "./pulumi/cli";
import { deployLayer } from "./pulumi/deploy-layer";
import { assertStatesReadable, readStackOutputs, readStateSummary } from "./pulumi/state";

/** A completed rotation: the generations of the old and the new key. */
export interface Rotation {
    from: number;
    to: number;
    entry: AuditEntry;
}

export interface RotateOptions {
    log: Log;
    /** How long the broker may still accept the old key. @default 300_000 */
    withinMs?: number;
    /** Reads kafka's stack outputs. @default from its state */
    outputs?: () => Promise<object>;
    /** Updates a layer. @default as `./devmin up` does, with a deployment record */
    updateLayer?: (layer: Layer, extraArgs?: string[]) => Promise<unknown>;
    /** Records the rotation. @default in the audit log */
    appendEntry?: (statement: NewAuditEntry) => Promise<AuditEntry>;
    /** Throws when a state that the rotation needs is damaged. @default reads kafka's and demo's */
    assertStates?: () => Promise<void>;
}

interface KeyGenerations {
    current?: number;
    previous?: number;
}

const keysConfigKey = `${getPulumiProjectName("kafka")}:keys`;

/**
 * Rotates the API key of an account without downtime: creates the next key with one update of kafka, proves that it works, and
 * deletes the previous one with a second update. Run again after an interruption, it continues. `aws` needs the auditor's
 * permissions only; Pulumi makes changes under the deployers' roles.
 */
export async function rotateKey(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    account: string,
    {
        log,
        withinMs = 300_000,
        outputs = () => readStackOutputs(env, aws, "kafka"),
        updateLayer = (layer, extraArgs) => deployLayer(env, aws, pulumi, layer, { log, extraArgs }),
        appendEntry = (newEntry) => appendAuditEntry(env, aws, newEntry),
        assertStates = async () => {
            await assertStatesReadable(env, aws, ["kafka", "demo"]);
            readLease(env); // demo is updated half way through
        },
    }: RotateOptions,
): Promise<Rotation> {
    await assertStates(); // demo's is read half way through
    const access = await readApplicationAccess(outputs);
    if (account !== "manager" && !access[account]) {
        throw new Error(
            `unknown account "${account}" in kafka: name one of manager, ${Object.keys(access).join(", ")}.`,
        );
    }
    const rotation = await startRotation(pulumi, account);
    log(`${account}: creating key ${rotation.to}, key ${rotation.from} stays valid`);
    await updateLayer("kafka");

    const { secretArn } = (await readApplicationAccess(outputs))[account] ?? {};
    if (secretArn) {
        const credentials = await readKafkaCredentials(aws, secretArn);
        if (!(await canAuthenticate(credentials)))
            throw new Error(
                `the broker rejects the new key ${credentials.key} of ${account}: run ./devmin rotate ${account} again.`,
            );
        log(`${account}: the broker accepts key ${rotation.to}`);
        // A task reads the version of its secret that its task definition names; an update of demo moves it on, and waits.
        const demo = await readStateSummary(env, aws, "demo");
        if (demo?.resources) await updateLayer("demo");
    }

    log(`${account}: deleting key ${rotation.from}`);
    await pulumi("kafka", ["config", "rm", "--path", `keys.${account}.previous`]);
    // The refresh reads topics and ACLs with the manager's key, and a key that was revoked by hand is not deleted again.
    await updateLayer("kafka", ["--refresh"]);
    if (secretArn) await waitUntilRejected(await readKafkaCredentials(aws, secretArn, "AWSPREVIOUS"), withinMs);
    const entry = await appendEntry({ kind: "rotate", verdict: "pass", details: { account, ...rotation } });
    return { ...rotation, entry };
}

async function readApplicationAccess(
    outputs: () => Promise<object>,
): Promise<Readonly<Record<string, { secretArn: string } | undefined>>> {
    const { applicationAccess } = (await outputs()) as Partial<EnvironmentOutputs["kafka"]>;
    if (!applicationAccess) throw new Error("kafka is not up yet: run pulumi up -C kafka");
    return applicationAccess;
}

/** Writes the next generation into the stack configuration in one command, unless there are already two. */
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

/** Confluent Cloud may accept a deleted key for a few more seconds. */
async function waitUntilRejected(credentials: KafkaCredentials, withinMs: number): Promise<void> {
    await waitUntil(
        `the broker to reject key ${credentials.key}`,
        async () =>
            (await canAuthenticate(credentials))
                ? { ready: false, because: "it still accepts it; check in Confluent Cloud that the key is deleted." }
                : { ready: true, value: undefined },
        { withinMs, everyMs: 1_000 },
    );
}
