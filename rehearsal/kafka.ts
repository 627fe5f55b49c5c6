import { readFileSync } from "node:fs";
import { Producer, stringSerializer } from "@platformatic/kafka";
import { connectionOf, type KafkaLogin, reasonsOf } from "../ops/kafka-login";

/** Writes one record with a login; the broker's refusal, or undefined when it took it. */
export async function refusalOf(login: KafkaLogin, topic: string): Promise<string | undefined> {
    const producer = new Producer<string, string>({
        ...connectionOf(login),
        // Node reads this variable when it starts, and this process started before there was an authority to trust.
        tls: { ca: readFileSync(process.env.NODE_EXTRA_CA_CERTS as string) },
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
