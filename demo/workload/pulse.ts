/**
 * Demo's program. In rounds, produces keyed, numbered events, consumes them in its own consumer group and checks that all
 * arrive in order per key. Runs until SIGTERM, or for ROUNDS rounds; then it writes its result to the evidence store. Writes
 * HEARTBEAT_FILE after each round: the container is unhealthy when that is more than a minute old.
 */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
    Consumer,
    jsonDeserializer,
    jsonSerializer,
    MessagesStreamModes,
    Producer,
    stringDeserializer,
    stringSerializer,
} from "@platformatic/kafka";
import { buildKafkaClientOptions } from "../../lib/kafka-client";
import { Ledger, type PulseEvent } from "./ledger";

const keys = ["red", "green", "blue", "amber", "violet"];
const eventsPerKey = 20;

async function main(): Promise<void> {
    const { topics, group, bucket, service, heartbeatFile, rounds, run, roundIntervalMs, arrivalTimeoutMs } =
        readEnvironment();
    const abortController = new AbortController();
    process.once("SIGTERM", () => abortController.abort());
    process.once("SIGINT", () => abortController.abort());
    const clientOptions = buildKafkaClientOptions(service, JSON.parse(readRequiredVariable("KAFKA_CREDENTIALS")));
    const topic = topics[0] as string;

    const consumer = new Consumer<string, PulseEvent>({
        ...clientOptions,
        groupId: `${group}.${run}`,
        deserializers: { key: stringDeserializer, value: jsonDeserializer<PulseEvent> },
    });
    const producer = new Producer<string, PulseEvent>({
        ...clientOptions,
        serializers: { key: stringSerializer, value: jsonSerializer<PulseEvent> },
    });
    const ledger = new Ledger(run);
    const startedAt = new Date().toISOString();
    // Offsets are not committed: a run checks only its own events, and its consumer group is not used again.
    const stream = await consumer.consume({
        topics: [topic],
        mode: MessagesStreamModes.LATEST,
        autocommit: false,
        maxWaitTime: 250,
    });
    await new Promise<void>((resolve, reject) => stream.once("offsets", resolve).once("error", reject));
    const consuming = (async () => {
        for await (const { value } of stream) if (value) ledger.recordArrival(value);
    })();
    let round = 0;
    try {
        while (!abortController.signal.aborted && round < rounds) {
            round += 1;
            const events = keys.flatMap((key) =>
                Array.from({ length: eventsPerKey }, () => ledger.createEvent(round, key)),
            );
            await producer.send({ messages: events.map((value) => ({ topic, key: value.key, value })), acks: -1 });
            await Promise.race([waitForArrival(ledger, arrivalTimeoutMs), consuming]);
            const problems = ledger.listProblems();
            console.log(JSON.stringify({ service, run, round, events: ledger.sentCount, problems }));
            if (problems.length > 0) break;
            await writeFile(heartbeatFile, "");
            if (round < rounds)
                await sleep(roundIntervalMs, undefined, { signal: abortController.signal }).catch(ignoreAbort);
        }
    } finally {
        await stream.close();
        await consumer.close(true);
        await producer.close();
    }
    const problems = ledger.listProblems();
    if (Number.isFinite(rounds)) {
        const verdict = problems.length === 0 && round === rounds ? "pass" : "fail";
        const result = {
            service,
            run,
            verdict,
            rounds: round,
            events: ledger.sentCount,
            problems,
            startedAt,
            endedAt: new Date().toISOString(),
        };
        await new S3Client({ forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) }).send(
            new PutObjectCommand({
                Bucket: bucket,
                Key: `runs/${service}/${run}.json`,
                Body: `${JSON.stringify(result, null, 4)}\n`,
                ContentType: "application/json",
                IfNoneMatch: "*",
            }),
        );
    }
    if (problems.length > 0) throw new Error(problems.join("; "));
}

/** Resolves when all events arrived, or at the deadline: the ledger then lists what is missing. */
async function waitForArrival(ledger: Ledger, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (ledger.outstandingCount > 0 && Date.now() < deadline) await sleep(20);
}

function readEnvironment() {
    const rounds = process.env.ROUNDS ?? "";
    if (!/^(|[1-9]\d*)$/.test(rounds)) {
        throw new Error(
            `ROUNDS is ${JSON.stringify(rounds)}: it must be a whole number from 1, or not set to run until SIGTERM.`,
        );
    }
    return {
        topics: readRequiredVariable("TOPICS").split(","),
        group: readRequiredVariable("CONSUMER_GROUP"),
        bucket: readRequiredVariable("EVIDENCE_BUCKET"),
        service: readRequiredVariable("SERVICE"),
        heartbeatFile: readRequiredVariable("HEARTBEAT_FILE"),
        rounds: rounds === "" ? Number.POSITIVE_INFINITY : Number(rounds),
        run: process.env.RUN_ID || randomUUID(),
        roundIntervalMs: 5_000,
        arrivalTimeoutMs: 15_000,
    };
}

function readRequiredVariable(name: string): string {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set: the task definition must set it.`);
    return value;
}

function ignoreAbort(error: unknown): void {
    if ((error as Error).name !== "AbortError") throw error;
}

main().catch((error: Error) => {
    console.error(JSON.stringify({ error: error.message }));
    process.exit(1);
});
