import { dumpAws } from "./aws/dump";
import { dumpConfluent, portOf } from "./confluent/dump";
import { dumpKafka } from "./kafka/dump";
import type { Place } from "./piece";

/** Everything the local cloud holds, in Kafka by cluster. Two of these are equal when nothing was left behind in between. */
export async function dump(place: Place): Promise<Record<"aws" | "confluent" | "kafka", Record<string, unknown>>> {
    const [aws, confluent] = await Promise.all([dumpAws(place), dumpConfluent(place)]);
    const brokers = Object.values(confluent.clusters).map(
        async (each) => [each.id, await dumpKafka(place, portOf(each))] as const,
    );
    return { aws, confluent, kafka: Object.fromEntries(await Promise.all(brokers)) };
}
