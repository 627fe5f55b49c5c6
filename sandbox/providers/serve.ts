import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { declarationOf, versionOf } from "./declaration";
import { type Log, Provider, type Subject, tokenOf, Unfinished } from "./provider";
import type { Package, Props } from "./resource-type";

const ORPHAN_CHECK_MS = 500;
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Serves one package as a provider plugin: prints its port, as engines expect, and ends when its engine does. */
export async function serve<Cloud>(
    pack: Package<Cloud>,
    engineAddress: string | undefined,
    parent: number,
): Promise<void> {
    const engine = { log: engineAddress ? logTo(engineAddress) : ((() => {}) as Log) };
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(ResourceProviderService, handlers(pack, engine));
    const port = await new Promise<number>((resolve, reject) => {
        const unsecured = grpc.ServerCredentials.createInsecure();
        server.bindAsync("127.0.0.1:0", unsecured, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    process.stdout.write(`${port}\n`);
    setInterval(() => process.ppid !== parent && process.exit(0), ORPHAN_CHECK_MS);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
}

/**
 * Secrets are not accepted on purpose: the engine then unwraps them for us and marks the outputs of the same name,
 * as it does for the official providers.
 */
function handlers<Cloud>(pack: Package<Cloud>, engine: { log: Log }): grpc.UntypedServiceImplementation {
    const provider = new Provider(pack, (...line) => engine.log(...line));
    /** Outputs that are secret by their nature, whatever the inputs were. */
    const outputs = (urn: string, state: Props) => {
        const secrets = declarationOf(pack.name, tokenOf(urn))?.secrets ?? [];
        const marked = secrets
            .filter((key) => state[key] !== undefined)
            .map((key) => [key, { ...SECRET, value: state[key] }]);
        return struct({ ...state, ...Object.fromEntries(marked) });
    };
    const initFailed = (urn: string, { id, state, message }: Unfinished) =>
        new rpc.ErrorResourceInitFailed().setId(id).setProperties(outputs(urn, state)).setReasonsList([message]);

    return {
        handshake: unary<rpc.ProviderHandshakeRequest>(async (request) => {
            engine.log = logTo(request.getEngineAddress());
            return new rpc.ProviderHandshakeResponse();
        }),
        configure: unary<rpc.ConfigureRequest>(async (request) => {
            await provider.configure(configOf(request.getVariablesMap().toObject()));
            return new rpc.ConfigureResponse().setSupportspreview(true);
        }),
        getPluginInfo: unary<Empty>(async () => new PluginInfo().setVersion(versionOf(pack.name))),
        cancel: unary<Empty>(async () => {
            provider.cancel();
            return new Empty();
        }),
        check: unary<rpc.CheckRequest>(async (request) => {
            const seed = request.getRandomseed_asU8();
            const seen = provider.check(subject(request), props(request.getNews()), props(request.getOlds()), seed);
            const failures = seen.failures.map(({ property, reason }) =>
                new rpc.CheckFailure().setProperty(property).setReason(reason),
            );
            return new rpc.CheckResponse().setInputs(struct(seen.inputs)).setFailuresList(failures);
        }),
        diff: unary<rpc.DiffRequest>(async (request) => {
            const seen = provider.diff(subject(request), props(request.getNews()), props(request.getOldInputs()));
            const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
            return new rpc.DiffResponse()
                .setChanges(seen.changed.length ? DIFF_SOME : DIFF_NONE)
                .setDiffsList(seen.changed)
                .setReplacesList(seen.replaces)
                .setDeletebeforereplace(seen.deleteBeforeReplace);
        }),
        create: unary<rpc.CreateRequest>(async (request) => {
            const inputs = props(request.getProperties());
            const { id, state } = await provider.create(subject(request), inputs, request.getPreview());
            return new rpc.CreateResponse().setId(id).setProperties(outputs(request.getUrn(), state));
        }, initFailed),
        read: unary<rpc.ReadRequest>(async (request) => {
            const [inputs, state] = [props(request.getInputs()), props(request.getProperties())];
            const seen = await provider.read(subject(request), request.getId(), inputs, state);
            if (!seen.id) return new rpc.ReadResponse(); // without properties: that is how an engine knows it is gone
            return new rpc.ReadResponse()
                .setId(seen.id)
                .setInputs(struct(seen.inputs))
                .setProperties(outputs(request.getUrn(), seen.state));
        }),
        update: unary<rpc.UpdateRequest>(async (request) => {
            const [news, olds] = [props(request.getNews()), props(request.getOldInputs())];
            const [before, preview] = [props(request.getOlds()), request.getPreview()];
            const state = await provider.update(subject(request), request.getId(), news, olds, before, preview);
            return new rpc.UpdateResponse().setProperties(outputs(request.getUrn(), state));
        }, initFailed),
        delete: unary<rpc.DeleteRequest>(async (request) => {
            await provider.delete(subject(request), request.getId(), props(request.getProperties()));
            return new Empty();
        }),
        invoke: unary<rpc.InvokeRequest>(async (request) => {
            const result = await provider.invoke(request.getTok(), props(request.getArgs()));
            return new rpc.InvokeResponse().setReturn(struct(result));
        }),
    };
}

type Unary<Request> = (call: grpc.ServerUnaryCall<Request, unknown>, done: grpc.sendUnaryData<unknown>) => void;

function unary<Request>(
    work: (request: Request) => Promise<unknown>,
    initFailed?: (urn: string, error: Unfinished) => rpc.ErrorResourceInitFailed,
): Unary<Request> {
    return (call, done) => {
        work(call.request).then(
            (response) => done(null, response),
            (error: Error) => {
                const metadata = new grpc.Metadata();
                if (error instanceof Unfinished && initFailed) {
                    const detail = new Any();
                    const { urn } = (call.request as { toObject(): { urn: string } }).toObject();
                    detail.pack(initFailed(urn, error).serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
                    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(error.message);
                    status.addDetails(detail);
                    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
                }
                done({ code: grpc.status.UNKNOWN, details: error.message, metadata });
            },
        );
    };
}

function subject(request: { getUrn(): string; getTimeout?(): number }): Subject {
    const seconds = request.getTimeout?.();
    return { urn: request.getUrn(), timeoutMs: seconds ? seconds * 1000 : undefined };
}

function props(struct: Struct | undefined): Props {
    return (struct?.toJavaScript() ?? {}) as Props;
}

/** Through JSON, so that undefined vanishes and dates become text: the wire knows neither. */
function struct(value: Props): Struct {
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, JavaScriptValue>);
}

/** Provider settings come as `aws:config:NAME`, lists and objects as JSON text. */
function configOf(variables: [string, string][]): Props {
    const value = (text: string) => (/^([[{]|true$|false$)/.test(text) ? JSON.parse(text) : text);
    return Object.fromEntries(variables.map(([key, text]) => [key.split(":").at(-1), value(text)]));
}

function logTo(address: string): Log {
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    const severities = { info: LogSeverity.INFO, status: LogSeverity.INFO, warning: LogSeverity.WARNING };
    return (severity, message, urn) => {
        const request = new LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn);
        client.log(request.setEphemeral(severity === "status"), () => {}); // an engine that is gone needs no message
    };
}
