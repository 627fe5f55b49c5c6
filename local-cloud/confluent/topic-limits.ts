import type { Broker, BrokerSession } from "../kafka/broker";
import { ApiError } from "./request";

/** An error of Kafka REST for what Confluent Cloud refuses, and Kafka does not. */
export const createBadRequestError = (message: string) => new ApiError(400, message, 40002);

/** A Basic cluster's partitions, without replicas. Source: https://docs.confluent.io/cloud/current/clusters/cluster-types.html */
const maxPartitions = 4_096;

/** Refuses more partitions than a Basic cluster may have; `added` are counted beside those of all its topics. */
export async function assertPartitionsAllowed(broker: Broker, added: number): Promise<void> {
    const topics = await broker.runAsAdmin((session) => session.listTopics());
    const existing = topics.filter(({ internal }) => !internal).reduce((sum, { partitions }) => sum + partitions, 0);
    if (existing + added > maxPartitions) {
        throw createBadRequestError(
            `The cluster has ${existing} partitions and would have ${existing + added}; a Basic cluster may have ${maxPartitions}.`,
        );
    }
}

/** Confluent Cloud replicates each partition three times, on any type of cluster; -1 asks for the default. */
export const replicationFactor = 3;

export function assertReplicationFactor(requested: number): void {
    if (requested !== -1 && requested !== replicationFactor)
        throw createBadRequestError(`Topic replication factor must be ${replicationFactor}`);
}

/**
 * Topic settings that nobody can change in Confluent Cloud: it accepts and ignores them. Sources:
 * https://docs.confluent.io/cloud/current/topics/manage.html ("Editable: No"), github.com/michelin/ns4kafka/issues/377,
 * github.com/confluentinc/terraform-provider-confluent/issues/98.
 */
const readOnlyConfigs = new Set([
    "compression.type",
    "file.delete.delay.ms",
    "flush.messages",
    "flush.ms",
    "index.interval.bytes",
    "min.cleanable.dirty.ratio",
    "preallocate",
    "segment.index.bytes",
    "segment.jitter.ms",
    "unclean.leader.election.enable",
]);

/** Largest values. Source: terraform-provider-confluent, internal/provider/resource_kafka_topic.go, and the page above. */
const largestValues: Record<string, number> = { "delete.retention.ms": 60_566_400_000 };

/** The changes that Confluent Cloud makes. Throws for a value that is too large. */
export function filterConfigChanges(changes: Record<string, string | null>): Record<string, string | null> {
    for (const [name, largest] of Object.entries(largestValues)) {
        const value = changes[name];
        if (Number(value) > largest) {
            throw createBadRequestError(
                `Config property '${name}' with value '${value}' exceeded max limit of ${largest}.`,
            );
        }
    }
    return Object.fromEntries(Object.entries(changes).filter(([name]) => !readOnlyConfigs.has(name)));
}

/**
 * Refuses to change `cleanup.policy` from `delete` to both; any other change is allowed, also over `compact`. Sources:
 * https://docs.confluent.io/cloud/current/topics/manage.html, github.com/michelin/ns4kafka/issues/621.
 */
export async function assertCleanupPolicyAllowed(
    session: BrokerSession,
    topic: string,
    changes: Record<string, string | null>,
): Promise<void> {
    const wanted = splitPolicy(changes["cleanup.policy"]);
    if (!wanted.includes("compact") || !wanted.includes("delete")) return;
    const current = (await session.describeConfigs(topic)).find(({ name }) => name === "cleanup.policy")?.value;
    if (splitPolicy(current).join() !== "delete") return;
    throw createBadRequestError(
        "Altering topic configuration from `delete` to `compact` and `delete` is not currently supported. " +
            "Please set `cleanup.policy` to either `delete` or `compact`.",
    );
}

const splitPolicy = (policy: string | null | undefined) => (policy ?? "").split(",").map((part) => part.trim());
