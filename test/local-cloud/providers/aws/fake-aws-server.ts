import { offlineProvider } from "../../../../local-cloud/providers/aws";
import { AwsCloud, type AwsConfig } from "../../../../local-cloud/providers/aws/cloud";
import { Provider } from "../../../../local-cloud/providers/provider";
import type { CallContext, Props, ProviderDefinition } from "../../../../local-cloud/providers/resource-type";

type FakeResponse = object | Error | ((input: Props) => object | Error);

/** AWS as a table: the name of a request and what is answered. Requests that are not in the table are answered with nothing. */
class FakeAws extends AwsCloud {
    constructor(
        config: AwsConfig,
        call: CallContext,
        private readonly responses: Record<string, FakeResponse>,
        private readonly requests: [string, Props][],
    ) {
        super(config, "us-east-1", call);
    }

    override scopeTo(_region: string | undefined, call: CallContext): AwsCloud {
        return new FakeAws(this.config, call, this.responses, this.requests);
    }

    override getClient<Client>(): Client {
        const send = async (command: { constructor: { name: string }; input: Props }) => {
            const name = command.constructor.name.replace(/Command$/, "");
            this.requests.push([name, command.input]);
            const answer = this.responses[name] ?? {};
            const value = typeof answer === "function" ? answer(command.input) : answer;
            if (value instanceof Error) throw value;
            return value;
        };
        return { send } as Client;
    }
}

export function createFakeAws(responses: Record<string, FakeResponse>, config: AwsConfig = {}) {
    const sent: [string, Props][] = [];
    const logged: string[] = [];
    const silentContext: CallContext = { log: () => {}, signal: new AbortController().signal };
    const pack: ProviderDefinition<AwsCloud> = {
        ...offlineProvider,
        configure: () => new FakeAws(config, silentContext, responses, sent),
        getEndpoint: () => "http://127.0.0.1:1",
    };
    const provider = new Provider<AwsCloud>(pack, (_severity, message) => logged.push(message));
    return {
        provider,
        configured: provider.configure({}),
        sent,
        said: logged,
        names: () => sent.map(([name]) => name),
    };
}

export const buildResourceRef = (type: string) => ({ urn: `urn:pulumi:local::p::aws:${type}::it`, timeoutMs: 5_000 });

export function createSdkError(name: string, message = name): Error {
    return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 409 } });
}
