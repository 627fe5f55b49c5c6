import { Producer, stringSerializer } from "@platformatic/kafka";
import { connectionOf, type KafkaLogin, reasonsOf } from "../ops/kafka-login";

/** Writes one record with a login; the broker's refusal, or undefined when it took it. */
export async function refusalOf(login: KafkaLogin, topic: string): Promise<string | undefined> {
    const producer = new Producer<string, string>({
        ...connectionOf(login),
        serializers: { key: stringSerializer, value: stringSerializer },
    });
    try {
        await producer.send({ messages: [{ topic, key: "probe", value: "{}" }], acks: -1 });
        return undefined;
    } catch (error) {
        return reasonsOf(error).join("; ");
    } finally {
        await producer.close();
    }
}
