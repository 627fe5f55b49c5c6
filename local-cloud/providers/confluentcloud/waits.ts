import { type ProbeResult, waitUntil, wallClock } from "../../../util/wait-until";
import type { CallContext } from "../resource-type";

/**
 * Seconds that the official provider waits after a request: `delay` before it looks for the first time, `every` between two looks.
 * Without `every` it looks once. Source: terraform-provider-confluent 2.83, internal/provider/constants.go
 * (rbacWaitAfterCreateToSync, kafkaRestAPIWaitAfterCreate) and utils_wait.go (the functions named in this table).
 */
const waits = {
    /** waitForKafkaClusterToProvision */
    clusterCreate: { delay: 5, every: 60 },
    /** waitForKafkaClusterToBeDeleted */
    clusterDelete: { delay: 60, every: 60 },
    /** waitForAnySchemaRegistryClusterToProvision */
    schemaRegistryCreate: { delay: 5, every: 5 },
    /** waitForCreatedKafkaApiKeyToSync */
    apiKeyCreate: { delay: 60, every: 60 },
    /** waitForCreatedCloudApiKeyToSync */
    cloudApiKeyCreate: { delay: 15, every: 60 },
    /** rbacWaitAfterCreateToSync */
    roleBindingCreate: { delay: 90 },
    /** kafkaRestAPIWaitAfterCreate, also after each change of a topic */
    topicChange: { delay: 10 },
    /** waitForKafkaTopicToBeDeleted */
    topicDelete: { delay: 10, every: 60 },
    /** kafkaRestAPIWaitAfterCreate */
    aclCreate: { delay: 10 },
} as const satisfies Record<string, { delay: number; every?: number }>;

type WaitName = keyof typeof waits;
type PollName = { [K in WaitName]: (typeof waits)[K] extends { every: number } ? K : never }[WaitName];

/** What the waits are multiplied by: DEVMIN_SANDBOX_WAITS, 1 for their real lengths. Throws if it is no such number. @default 0.003 */
export function readWaitScale(): number {
    const text = process.env.DEVMIN_SANDBOX_WAITS ?? "0.003";
    const scale = Number(text);
    if (text.trim() !== "" && scale >= 0 && scale <= 1) return scale;
    throw new Error(
        `DEVMIN_SANDBOX_WAITS is ${JSON.stringify(text)}: it must be a number from 0 to 1, where 1 is as long as in an account.`,
    );
}

const toMs = (seconds: number) => seconds * 1_000 * readWaitScale();

/** Waits as long as the official provider does before it looks. */
export const waitFor = (name: WaitName, { signal }: CallContext): Promise<void> =>
    wallClock.sleep(toMs(waits[name].delay), signal);

/** Waits, then calls `probe` until it is ready, as often as the official provider does. */
export async function waitUntilReady<T>(
    name: PollName,
    what: string,
    probe: () => Promise<ProbeResult<T>>,
    context: CallContext,
): Promise<T> {
    await waitFor(name, context);
    return waitUntil(what, probe, { ...context, everyMs: Math.max(1, toMs(waits[name].every)) });
}
