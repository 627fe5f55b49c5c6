import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** An offline provider started as an engine starts it. */
export interface Plugin {
    process: ChildProcess;
    call<Request, Response>(method: string, request: Request): Promise<Response>;
    stop(): void;
}

export const getExecutable = (name: string) =>
    join(__dirname, `../../../local-cloud/providers/bin/pulumi-resource-${name}`);

export async function startPlugin(name: string, env: NodeJS.ProcessEnv = {}): Promise<Plugin> {
    const child = spawn(getExecutable(name), [], {
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    const client = new ResourceProviderClient(`127.0.0.1:${Number(line)}`, credentials.createInsecure());
    return {
        process: child,
        call: (method, request) =>
            new Promise((resolve, reject) => {
                const call = Reflect.get(client, method) as (
                    request: unknown,
                    done: (error: ServiceError | null, response: never) => void,
                ) => void;
                call.call(client, request, (error, response) => (error ? reject(error) : resolve(response)));
            }),
        stop() {
            client.close();
            child.kill();
        },
    };
}
