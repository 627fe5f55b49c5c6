import { Producer, stringSerializer } from "@platformatic/kafka";
import { buildOwnClientOptions, type KafkaCredentials, listErrorMessages } from "../ops/clients/kafka";

/** Writes one record with these credentials. Returns the broker's error; undefined if it accepted the record. */
export async function findProduceError(login: KafkaCredentials, topic: string): Promise<string | undefined> {
    const producer = new Producer<string, string>({
        ...buildOwnClientOptions(login),
        serializers: { key: stringSerializer, value: stringSerializer },
    });
    try {
        await producer.send({ messages: [{ topic, key: "probe", value: "{}" }], acks: -1 });
        return undefined;
    } catch (error) {
        return listErrorMessages(error).join("; ");
    } finally {
        await producer.close();
    }
}
