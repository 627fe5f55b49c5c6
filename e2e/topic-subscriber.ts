import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { buildAwsClientConfig } from "../ops/clients/aws";
import type { Environment } from "../ops/environment";

/** A machine that has subscribed to a topic. */
export interface TopicSubscriber {
    /** What it has heard and nobody has asked for yet, up to a message with these words; an error when none comes in 30 s. */
    waitForMessage(text: string): Promise<string[]>;
    /** Hears no more. */
    unsubscribe(): Promise<void>;
}

/** Subscribes to a topic and confirms it, as any machine does that wants to hear of spending. */
export async function subscribeToTopic(env: Environment, TopicArn: string): Promise<TopicSubscriber> {
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
                    `a machine that subscribed did not hear "${text}"; it heard: ${inbox.join(", ") || "nothing"}`,
                );
            });
        }
    };

    const sns = new SNSClient(buildAwsClientConfig(env));
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
