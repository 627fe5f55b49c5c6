import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import type { AwsClients } from "../ops/clients/aws";

/** An HTTP endpoint that is subscribed to an SNS topic. */
export interface TopicSubscriber {
    /** The messages since the last call, up to one that contains `text`. Throws if none arrives within 30 s. */
    waitForMessage(text: string): Promise<string[]>;
    unsubscribe(): Promise<void>;
}

/** Subscribes to a topic and confirms the subscription. */
export async function subscribeToTopic(aws: AwsClients, TopicArn: string): Promise<TopicSubscriber> {
    const inbox: string[] = [];
    const arrivals = new EventEmitter();
    const server = createServer(async (request, response) => {
        const { Token, Message } = (await json(request)) as Record<string, string>;
        inbox.push(Token ?? Message ?? "");
        arrivals.emit("message");
        response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const waitForMessage = async (text: string) => {
        const signal = AbortSignal.timeout(30_000);
        for (;;) {
            const at = inbox.findIndex((message) => message.includes(text));
            if (at >= 0) return inbox.splice(0, at + 1);
            await once(arrivals, "message", { signal }).catch(() => {
                throw new Error(
                    `the subscriber did not receive "${text}" within 30 s; it received: ${inbox.join(", ") || "nothing"}`,
                );
            });
        }
    };

    const sns = aws.create(SNSClient);
    const Endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
    const [Token] = await waitForMessage("");
    const { SubscriptionArn } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    return {
        waitForMessage,
        async unsubscribe() {
            await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
            server.close();
        },
    };
}
