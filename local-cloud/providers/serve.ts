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
import { type EngineLog, Provider, parseTypeToken, ResourceInitError, type ResourceRef } from "./provider";
import type { Props, ProviderDefinition } from "./resource-type";
import { readPackageVersion, readSchema } from "./sdk-schema";

const ORPHAN_CHECK_MS = 500;
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Serves one package as a provider plugin: prints its port, as engines expect, and ends when its engine does. */
export async function serve<Cloud>(
    definition: ProviderDefinition<Cloud>,
    engineAddress: string | undefined,
    parent: number,
): Promise<void> {
    const engine = { log: engineAddress ? createEngineLog(engineAddress) : ((() => {}) as EngineLog) };
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(ResourceProviderService, createHandlers(definition, engine));
    const port = await new Promise<number>((resolve, reject) => {
        const unsecured = grpc.ServerCredentials.createInsecure();
        server.bindAsync("127.0.0.1:0", unsecured, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    process.stdout.write(`${port}\n`);
    setInterval(() => process.ppid !== parent && process.exit(0), ORPHAN_CHECK_MS);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
}

/**
 * Secrets are deliberately not accepted: the engine then unwraps them and marks the outputs of the same name, as for the official
 * providers.
 */
function createHandlers<Cloud>(
    definition: ProviderDefinition<Cloud>,
    engine: { log: EngineLog },
): grpc.UntypedServiceImplementation {
    const provider = new Provider(definition, (...line) => engine.log(...line));
    /** Marks outputs that are always secret, whatever the inputs were. */
    const toOutputs = (urn: string, state: Props) => {
        const secrets = readSchema(definition.name, parseTypeToken(urn))?.secrets ?? [];
        const marked = secrets
            .filter((key) => state[key] !== undefined)
            .map((key) => [key, { ...SECRET, value: state[key] }]);
        return toStruct({ ...state, ...Object.fromEntries(marked) });
    };
    const toInitFailedDetail = (urn: string, { id, state, message }: ResourceInitError) =>
        new rpc.ErrorResourceInitFailed().setId(id).setProperties(toOutputs(urn, state)).setReasonsList([message]);

    return {
        handshake: wrapUnary<rpc.ProviderHandshakeRequest>(async (request) => {
            engine.log = createEngineLog(request.getEngineAddress());
            return new rpc.ProviderHandshakeResponse();
        }),
        configure: wrapUnary<rpc.ConfigureRequest>(async (request) => {
            await provider.configure(parseConfig(request.getVariablesMap().toObject()));
            return new rpc.ConfigureResponse().setSupportspreview(true);
        }),
        getPluginInfo: wrapUnary<Empty>(async () => new PluginInfo().setVersion(readPackageVersion(definition.name))),
        cancel: wrapUnary<Empty>(async () => {
            provider.cancel();
            return new Empty();
        }),
        check: wrapUnary<rpc.CheckRequest>(async (request) => {
            const seed = request.getRandomseed_asU8();
            const seen = provider.check(
                toResourceRef(request),
                toProps(request.getNews()),
                toProps(request.getOlds()),
                seed,
            );
            const failures = seen.failures.map(({ property, reason }) =>
                new rpc.CheckFailure().setProperty(property).setReason(reason),
            );
            return new rpc.CheckResponse().setInputs(toStruct(seen.inputs)).setFailuresList(failures);
        }),
        diff: wrapUnary<rpc.DiffRequest>(async (request) => {
            const seen = provider.diff(
                toResourceRef(request),
                toProps(request.getNews()),
                toProps(request.getOldInputs()),
            );
            const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
            return new rpc.DiffResponse()
                .setChanges(seen.changed.length ? DIFF_SOME : DIFF_NONE)
                .setDiffsList(seen.changed)
                .setReplacesList(seen.replaces)
                .setDeletebeforereplace(seen.deleteBeforeReplace);
        }),
        create: wrapUnary<rpc.CreateRequest>(async (request) => {
            const inputs = toProps(request.getProperties());
            const { id, state } = await provider.create(toResourceRef(request), inputs, request.getPreview());
            return new rpc.CreateResponse().setId(id).setProperties(toOutputs(request.getUrn(), state));
        }, toInitFailedDetail),
        read: wrapUnary<rpc.ReadRequest>(async (request) => {
            const [inputs, state] = [toProps(request.getInputs()), toProps(request.getProperties())];
            const seen = await provider.read(toResourceRef(request), request.getId(), inputs, state);
            if (!seen.id) return new rpc.ReadResponse(); // without properties, which tells the engine that it is gone
            return new rpc.ReadResponse()
                .setId(seen.id)
                .setInputs(toStruct(seen.inputs))
                .setProperties(toOutputs(request.getUrn(), seen.state));
        }),
        update: wrapUnary<rpc.UpdateRequest>(async (request) => {
            const [news, olds] = [toProps(request.getNews()), toProps(request.getOldInputs())];
            const [before, preview] = [toProps(request.getOlds()), request.getPreview()];
            const state = await provider.update(toResourceRef(request), request.getId(), news, olds, before, preview);
            return new rpc.UpdateResponse().setProperties(toOutputs(request.getUrn(), state));
        }, toInitFailedDetail),
        delete: wrapUnary<rpc.DeleteRequest>(async (request) => {
            await provider.delete(toResourceRef(request), request.getId(), toProps(request.getProperties()));
            return new Empty();
        }),
        invoke: wrapUnary<rpc.InvokeRequest>(async (request) => {
            const result = await provider.invoke(request.getTok(), toProps(request.getArgs()));
            return new rpc.InvokeResponse().setReturn(toStruct(result));
        }),
    };
}

type UnaryHandler<Request> = (call: grpc.ServerUnaryCall<Request, unknown>, done: grpc.sendUnaryData<unknown>) => void;

function wrapUnary<Request>(
    handle: (request: Request) => Promise<unknown>,
    toInitFailedDetail?: (urn: string, error: ResourceInitError) => rpc.ErrorResourceInitFailed,
): UnaryHandler<Request> {
    return (call, done) => {
        handle(call.request).then(
            (response) => done(null, response),
            (error: Error) => {
                const metadata = new grpc.Metadata();
                if (error instanceof ResourceInitError && toInitFailedDetail) {
                    const detail = new Any();
                    const { urn } = (call.request as { toObject(): { urn: string } }).toObject();
                    detail.pack(toInitFailedDetail(urn, error).serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
                    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(error.message);
                    status.addDetails(detail);
                    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
                }
                done({ code: grpc.status.UNKNOWN, details: error.message, metadata });
            },
        );
    };
}

function toResourceRef(request: { getUrn(): string; getTimeout?(): number }): ResourceRef {
    const seconds = request.getTimeout?.();
    return { urn: request.getUrn(), timeoutMs: seconds ? seconds * 1000 : undefined };
}

function toProps(struct: Struct | undefined): Props {
    return (struct?.toJavaScript() ?? {}) as Props;
}

/** Converts through JSON, which drops undefined and turns dates into text: protobuf has neither. */
function toStruct(value: Props): Struct {
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, JavaScriptValue>);
}

/** Provider settings arrive as `aws:config:NAME`, lists and objects as JSON text. */
function parseConfig(variables: [string, string][]): Props {
    const parseValue = (text: string) => (/^([[{]|true$|false$)/.test(text) ? JSON.parse(text) : text);
    return Object.fromEntries(variables.map(([key, text]) => [key.split(":").at(-1), parseValue(text)]));
}

function createEngineLog(address: string): EngineLog {
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    const severities = { info: LogSeverity.INFO, status: LogSeverity.INFO, warning: LogSeverity.WARNING };
    return (severity, message, urn) => {
        const request = new LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn);
        client.log(request.setEphemeral(severity === "status"), () => {}); // errors are ignored: the engine may be gone
    };
}
