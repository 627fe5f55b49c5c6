/** The Node language host, which runs programs, policy packs and plugins in Node for the Pulumi engine. */
import { Server, ServerCredentials, type ServerErrorResponse, status } from "@grpc/grpc-js";
import { version } from "@pulumi/pulumi/package.json";
import { type ILanguageRuntimeServer, LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { cancelPrograms, run } from "./run";
import { runPlugin } from "./run-plugin";

/** For everything else (code generation, templates, linking) grpc answers "unimplemented", which the engine accepts. */
const service: Partial<ILanguageRuntimeServer> = {
    handshake: (_call, callback) => callback(null, new language.LanguageHandshakeResponse()),
    getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion(version)),
    /** None in advance: the engine finds each provider when a resource first needs it. */
    getRequiredPackages: (_call, callback) => callback(null, new language.GetRequiredPackagesResponse()),
    getRequiredPlugins: (_call, callback) => callback(null, new language.GetRequiredPluginsResponse()),
    about: (_call, callback) => {
        callback(null, new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version));
    },
    /** Installs nothing: the lock file at the clone's root serves all projects. */
    installDependencies: (call) => call.end(),
    run: (call, callback) => attempt(() => run(call, callback), callback),
    runPlugin: (call) => {
        attempt(
            () => runPlugin(call),
            (error) => call.emit("error", error),
        );
    },
    cancel: (_call, callback) => {
        cancelPrograms();
        callback(null, new Empty());
    },
};

/** Passes on an error's message: grpc alone would answer "unknown error". */
function attempt(handle: () => void, onError: (error: ServerErrorResponse) => void): void {
    try {
        handle();
    } catch (error) {
        onError(Object.assign(error as Error, { code: status.FAILED_PRECONDITION }));
    }
}

// The engine keeps stdin open while it runs, and sends SIGINT when it no longer needs this host.
process.stdin.on("end", () => process.exit()).resume();
process.on("SIGINT", () => process.exit());
process.on("SIGTERM", () => process.exit());

const server = new Server();
server.addService(LanguageRuntimeService, service as ILanguageRuntimeServer);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
});
