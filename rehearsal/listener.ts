import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { awsConfig } from "../ops/clouds";
import type { Environment } from "../ops/environment";

/** A machine that has subscribed to a topic. */
export interface Listener {
    /** What it has heard and nobody has asked for yet, up to a message with these words; an error when none comes in 30 s. */
    until(words: string): Promise<string[]>;
    /** Hears no more. */
    leave(): Promise<void>;
}

/** Subscribes to a topic and confirms it, as any machine does that wants to hear of spending. */
export async function listenTo(env: Environment, TopicArn: string): Promise<Listener> {
    const inbox: string[] = [];
    const arrivals = new EventEmitter();
    const server = createServer(async (request, response) => {
        const { Token, Message } = (await json(request)) as Record<string, string>;
        inbox.push(Token ?? Message ?? "");
        arrivals.emit("message");
        response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const until = async (words: string) => {
        const signal = AbortSignal.timeout(30_000);
        for (;;) {
            const at = inbox.findIndex((message) => message.includes(words));
            if (at >= 0) return inbox.splice(0, at + 1);
            await once(arrivals, "message", { signal }).catch(() => {
                throw new Error(
                    `a machine that subscribed did not hear "${words}"; it heard: ${inbox.join(", ") || "nothing"}`,
                );
            });
        }
    };

    const sns = new SNSClient(awsConfig(env));
    const Endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
    const [Token] = await until("");
    const { SubscriptionArn } = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    return {
        until,
        async leave() {
            await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
            server.close();
        },
    };
}
