import { offlineProvider } from "../../local-cloud/providers/aws";
import { AwsCloud, type AwsConfig } from "../../local-cloud/providers/aws/cloud";
import { Provider } from "../../local-cloud/providers/provider";
import type { CallContext, ProviderDefinition } from "../../local-cloud/providers/resource-type";
import { createFakeSend, type FakeCalls, type FakeResponses } from ".";

class FakeAwsCloud extends AwsCloud {
    constructor(
        config: AwsConfig,
        call: CallContext,
        private readonly send: ReturnType<typeof createFakeSend>,
    ) {
        super(config, "us-east-1", call);
    }

    override scopeTo(_region: string | undefined, call: CallContext): AwsCloud {
        return new FakeAwsCloud(this.config, call, this.send);
    }

    override getClient<Client>(): Client {
        return { send: this.send } as Client;
    }
}

/** The offline AWS provider on a fake AWS. */
export function createFakeProvider(responses: FakeResponses, config: AwsConfig = {}) {
    const calls: FakeCalls = [];
    const messages: string[] = [];
    const silentContext: CallContext = { log: () => {}, signal: new AbortController().signal };
    const definition: ProviderDefinition<AwsCloud> = {
        ...offlineProvider,
        configure: () => new FakeAwsCloud(config, silentContext, createFakeSend(responses, calls)),
        getEndpoint: () => "http://127.0.0.1:1",
    };
    const provider = new Provider<AwsCloud>(definition, (_severity, message) => messages.push(message));
    return { provider, configured: provider.configure({}), calls, messages, names: () => calls.map(([name]) => name) };
}

export const buildResourceRef = (type: string) => ({ urn: `urn:pulumi:local::p::aws:${type}::it`, timeoutMs: 5_000 });
