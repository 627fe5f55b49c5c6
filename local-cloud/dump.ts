import { dumpAws } from "./aws/dump";
import { dumpConfluent, getBrokerPort } from "./confluent/dump";
import { dumpKafka } from "./kafka/dump";
import type { LocalCloud } from "./local-service";

/** Everything the local cloud holds, with Kafka by cluster id. Two dumps are equal if nothing was left behind in between. */
export async function dumpLocalCloud(
    cloud: LocalCloud,
): Promise<Record<"aws" | "confluent" | "kafka", Record<string, unknown>>> {
    const [aws, confluent] = await Promise.all([dumpAws(cloud), dumpConfluent(cloud)]);
    const brokers = Object.values(confluent.clusters).map(
        async (each) => [each.id, await dumpKafka(cloud, getBrokerPort(each))] as const,
    );
    return { aws, confluent, kafka: Object.fromEntries(await Promise.all(brokers)) };
}
