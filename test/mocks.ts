import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** A resource that a program declared. */
export interface DeclaredResource {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
    /** Reference of the provider, `urn::id`. */
    provider: string | undefined;
}

/** Properties of a registration that Pulumi's mocks do not expose: dependencies (URNs) and deletion options. */
export interface Registration {
    getType(): string;
    getName(): string;
    getDependenciesList(): string[];
    getProtect(): boolean | undefined;
    getRetainondelete(): boolean | undefined;
}

/** The surroundings of a program: configuration, other layers, cloud. Tests change one thing. */
export interface MockSetup {
    project: string;
    stack?: string;
    config: Record<string, string>;
    environment?: Record<string, string>;
    /** Per StackReference name (`core`, `kafka`), the outputs of that layer. */
    layerOutputs?: Record<string, Record<string, unknown>>;
    /** Results by token of provider functions. */
    functionResults?: Record<string, FunctionResult>;
}

type FunctionResult = Record<string, unknown> | ((asked: Record<string, unknown>) => Record<string, unknown>);

/**
 * Runs a layer's index.ts under Pulumi mocks, freshly loaded. Returns its resources and exports once all of its promises are
 * settled: without `disconnect`, resources would be missing.
 */
export async function runLayerProgram(
    path: string,
    { project, stack = "dev", config, environment = {}, layerOutputs = {}, functionResults = {} }: MockSetup,
) {
    const resources: DeclaredResource[] = [];
    const buildStateObject = (key: string) => {
        const layer = /devmin-(\w+)\//.exec(key)?.[1] ?? "";
        const up = { type: "pulumi:pulumi:Stack", outputs: layerOutputs[layer] };
        return { body: JSON.stringify({ checkpoint: { latest: { resources: layerOutputs[layer] ? [up] : [] } } }) };
    };
    await pulumi.runtime.setMocks(
        {
            newResource({ type, name, inputs, provider, id }) {
                resources.push({ type, name, inputs, provider });
                if (type === "pulumi:pulumi:StackReference") {
                    return { id: name, state: { ...inputs, outputs: layerOutputs[name] ?? {} } };
                }
                return {
                    id: id || `${name}-id`,
                    state: { ...buildComputedOutputs(type, name), ...typeSpecificOutputs[type]?.(inputs), ...inputs },
                };
            },
            call: ({ token, inputs }) => {
                if (token === "aws:s3/getObject:getObject") return buildStateObject(inputs.key);
                const found: FunctionResult = functionResults[token] ?? defaultFunctionResults[token] ?? {};
                return typeof found === "function" ? found(inputs) : found;
            },
        },
        project,
        stack,
        false,
        "organization",
    );
    const registered: Registration[] = [];
    const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource(...args: unknown[]): void };
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, ...rest) => {
        registered.push(request as Registration);
        register(request, ...rest);
    };
    // The SDK's mocks claim to support error hooks, but registering one never completes.
    const registerErrorHook = (_: unknown, done: (error: null, answer: object) => void) => done(null, {});
    Object.assign(pulumi.runtime.getMonitor() as object, { registerErrorHook });
    // The mocks never call transforms, and an error thrown while a program registers one would be reported too late.
    Object.assign(pulumi.runtime.getCallbacks() as object, { registerStackTransform() {} });
    pulumi.runtime.setAllConfig(config);
    const before = { ...process.env };
    // The backend that the guard requires: core's state bucket.
    const account = config[`${project}:account`] ?? "";
    const PULUMI_BACKEND_URL = `s3://devmin-core-${stack}-state-${account}-${config["aws:region"]}`;
    Object.assign(process.env, { PULUMI_BACKEND_URL, ...environment });
    // As in Pulumi's runtime, an unhandled rejection ends the program; outputs that depend on it would never resolve.
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
        end = resolve;
    });
    process.on("unhandledRejection", end);
    try {
        const fresh = require.resolve(path);
        for (const file of Object.keys(require.cache)) if (layerModulePattern.test(file)) delete require.cache[file];
        const exports = (await pulumi.runtime.runInPulumiStack(async () => require(fresh))) ?? require(fresh);
        await Promise.race([pulumi.runtime.disconnect(), ended]);
        return { resources, registered, exports: exports as Record<string, unknown> };
    } finally {
        process.off("unhandledRejection", end);
        process.env = before;
    }
}

/** Modules of the programs; each run loads them again, as Pulumi does. */
const root = join(__dirname, "..").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const layerModulePattern = new RegExp(`^${root}/(core|kafka|demo|lib)/|^${root}/index\\.ts$`);

/** Outputs that the cloud computes. */
function buildComputedOutputs(type: string, name: string): Record<string, unknown> {
    return {
        arn: `arn:${type}:${name}`,
        keyId: `${name}-key-id`,
        endpoints: [
            {
                accessPointId: "PUBLIC",
                bootstrapEndpoint: "pkc-1.example:9092",
                restEndpoint: "https://pkc-1.example:443",
                connectionType: "PUBLIC",
            },
        ],
        bootstrapEndpoint: "SASL_SSL://deprecated.example:9092",
        restEndpoint: "https://pkc-1.example:443",
        rbacCrn: "crn://confluent.cloud/cloud-cluster=lkc-1",
        kind: type.split(":").at(-1),
        apiVersion: "iam/v2",
        secret: pulumi.secret("s3cret"),
    };
}

/** Computed outputs of specific types. */
const typeSpecificOutputs: Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>> = {
    "aws:ecs/taskDefinition:TaskDefinition": ({ family }) => ({
        arn: `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:1`,
    }),
};

const defaultFunctionResults: Record<string, Record<string, unknown>> = {
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": { arn: "arn:adopted" },
    "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["eu-central-1a", "eu-central-1b"] },
};

/** Resolves with the value of an export or output; rejects with the error of its program. */
export async function resolveOutput<T>(output: unknown): Promise<T> {
    return (await (pulumi.output(output) as unknown as { promise(): Promise<T> }).promise()) as T;
}
