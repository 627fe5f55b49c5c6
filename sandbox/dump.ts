import { dumpAws } from "./aws/dump";
import { dumpConfluent } from "./confluent/dump";
import { dumpKafka } from "./kafka/dump";
import type { Place } from "./piece";

/** Everything the local cloud holds. Two of these are equal when nothing was left behind in between. */
export async function dump(place: Place): Promise<Record<"aws" | "confluent" | "kafka", Record<string, unknown>>> {
    const [aws, confluent, kafka] = await Promise.all([dumpAws(place), dumpConfluent(place), dumpKafka(place)]);
    return { aws, confluent, kafka };
}
