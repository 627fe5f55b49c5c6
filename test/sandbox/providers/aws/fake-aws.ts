import { standIn } from "../../../../sandbox/providers/aws";
import { Aws, type AwsConfig } from "../../../../sandbox/providers/aws/cloud";
import { Provider } from "../../../../sandbox/providers/provider";
import type { Call, Props } from "../../../../sandbox/providers/resource-type";

type Answer = object | Error | ((input: Props) => object | Error);

/** AWS as a table: the name of a request and what is answered. Requests that are not in the table are answered with nothing. */
class FakeAws extends Aws {
    constructor(
        config: AwsConfig,
        call: Call,
        private readonly answers: Record<string, Answer>,
        private readonly sent: [string, Props][],
    ) {
        super(config, "us-east-1", call);
    }

    override in(_region: string | undefined, call: Call): Aws {
        return new FakeAws(this.config, call, this.answers, this.sent);
    }

    override client<Client>(): Client {
        const send = async (command: { constructor: { name: string }; input: Props }) => {
            const name = command.constructor.name.replace(/Command$/, "");
            this.sent.push([name, command.input]);
            const answer = this.answers[name] ?? {};
            const value = typeof answer === "function" ? answer(command.input) : answer;
            if (value instanceof Error) throw value;
            return value;
        };
        return { send } as Client;
    }
}

export function fakeAws(answers: Record<string, Answer>, config: AwsConfig = {}) {
    const sent: [string, Props][] = [];
    const said: string[] = [];
    const quiet = { say: () => {}, signal: new AbortController().signal };
    const pack = {
        ...standIn,
        configure: () => new FakeAws(config, quiet, answers, sent),
        endpoint: () => "http://127.0.0.1:1",
    };
    const provider = new Provider<Aws>(pack, (_severity, message) => said.push(message));
    return { provider, configured: provider.configure({}), sent, said, names: () => sent.map(([name]) => name) };
}

export const subjectOf = (type: string) => ({ urn: `urn:pulumi:local::p::aws:${type}::it`, timeoutMs: 5_000 });

export function failure(name: string, message = name): Error {
    return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 409 } });
}
