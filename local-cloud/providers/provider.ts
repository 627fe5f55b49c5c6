import { assertLoopback } from "./assert-loopback";
import { generateName, isAutonamed } from "./autoname";
import { isBlank, isEquivalent } from "./is-equivalent";
import { type CallContext, type Props, type ProviderDefinition, type ResourceType, UNKNOWN } from "./resource-type";
import { type ResourceSchema, readSchema } from "./sdk-schema";

export interface ResourceRef {
    urn: string;
    timeoutMs?: number;
}

export type EngineLog = (severity: "info" | "status" | "warning", message: string, urn: string) => void;

/** The resource exists, but a step after its creation failed: the engine keeps it in the state and tries again. */
export class ResourceInitError extends Error {
    constructor(
        readonly id: string,
        readonly state: Props,
        reason: Error,
    ) {
        super(reason.message, { cause: reason });
    }
}

const emptySchema: ResourceSchema = { inputs: [], required: [], outputs: [], secrets: [] };

/** A Pulumi provider's check, diff, create and so on, for any package's table of resource types. */
export class Provider<Cloud> {
    private cloud?: Cloud;
    private admission?: Promise<void>;
    private readonly cancelled = new AbortController();

    constructor(
        private readonly definition: ProviderDefinition<Cloud>,
        private readonly logToEngine: EngineLog,
    ) {}

    async configure(config: Props): Promise<void> {
        const cloud = this.definition.configure(config);
        this.cloud = cloud;
        if (this.definition.isAccountRestricted(cloud))
            await this.runWithErrorContext("configure", { urn: "" }, () => this.ensureCloudAllowed(cloud));
    }

    cancel(): void {
        this.cancelled.abort();
    }

    check({ urn }: ResourceRef, news: Props, olds: Props, seed: Uint8Array) {
        const { autoname, defaults, jsonInputs = [] } = this.findType(urn) ?? {};
        const { inputs: declared, required } = this.getSchema(urn);
        const given = Object.fromEntries(Object.entries(news).filter(([, value]) => value != null));
        const inputs = this.definition.fillInputs(this.getConfiguredCloud(), { ...defaults, ...given }, declared);
        if (autoname && !autoname.explicit && isBlank(inputs[autoname.property])) {
            const existingName = isAutonamed(autoname, parseResourceName(urn), olds)
                ? olds[autoname.property]
                : undefined;
            inputs[autoname.property] = existingName ?? generateName(autoname, parseResourceName(urn), seed);
        }
        for (const key of jsonInputs) {
            if (inputs[key] && typeof inputs[key] === "object") inputs[key] = JSON.stringify(inputs[key]);
        }
        const failures = required
            .filter((key) => inputs[key] === undefined)
            .map((key) => ({ property: key, reason: `Missing required argument: "${key}" has no value; set it.` }));
        return { inputs, failures };
    }

    diff({ urn }: ResourceRef, news: Props, olds: Props) {
        const type = this.findType(urn);
        const json: readonly string[] = type?.jsonInputs ?? [];
        const fixed = ["region", ...(type?.replaceOnChanges ?? [])];
        const cloudFilled = (type?.computed ?? []).filter((key) => !type?.volatileOutputs?.includes(key)); // left to the cloud if the program does not set them
        const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
            .filter((key) => !key.startsWith("__"))
            .filter((key) => !isEquivalent(olds[key], news[key], json.includes(key)))
            .filter((key) => !(cloudFilled.includes(key) && isBlank(news[key])));
        const hasDecreased = (key: string) =>
            type?.replaceOnDecrease?.includes(key) && Number(news[key]) < Number(olds[key]);
        const unless: Readonly<Record<string, string | undefined>> = type?.replaceUnless ?? {};
        const isChangedInPlace = (key: string) => unless[key] !== undefined && news[unless[key]] === true;
        const replaces = changed.filter((key) => (fixed.includes(key) && !isChangedInPlace(key)) || hasDecreased(key));
        const name = type?.autoname;
        const nameStays =
            name && news[name.property] === olds[name.property] && !isAutonamed(name, parseResourceName(urn), news);
        return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && Boolean(nameStays) };
    }

    async create(subject: ResourceRef, inputs: Props, preview: boolean): Promise<{ id: string; state: Props }> {
        if (preview) return { id: "", state: this.predictState(subject, inputs) };
        return this.runWithErrorContext("create", subject, async () => {
            const type = this.getSupportedType(subject.urn, inputs);
            const cloud = await this.getScopedCloud(subject, inputs);
            const { id, ...createdOutputs } = await type.create(cloud, inputs);
            const state = await this.finishChange(subject, type, id, { ...inputs, ...createdOutputs }, inputs);
            return { id, state };
        });
    }

    async update(subject: ResourceRef, id: string, inputs: Props, oldInputs: Props, state: Props, preview: boolean) {
        const computedState = Object.fromEntries(Object.entries(state).filter(([key]) => !(key in oldInputs)));
        if (preview) return this.predictState(subject, inputs, computedState);
        return this.runWithErrorContext("update", subject, async () => {
            const type = this.getSupportedType(subject.urn, inputs);
            const cloud = await this.getScopedCloud(subject, inputs);
            await type.update?.(cloud, id, inputs, oldInputs);
            return this.finishChange(subject, type, id, { ...computedState, ...inputs }, inputs, oldInputs);
        });
    }

    /** An input stays as the program wrote it unless the cloud's value changed; then it follows the cloud. */
    async read(subject: ResourceRef, id: string, oldInputs: Props, oldState: Props) {
        const type = this.findType(subject.urn);
        if (!type) {
            this.logToEngine(
                "warning",
                this.formatUnknownType(subject.urn, "it stays as it is in the state"),
                subject.urn,
            );
            return { id, inputs: oldInputs, state: oldState };
        }
        return this.runWithErrorContext("read", subject, async () => {
            const cloudState = await this.readState(subject, type, id, oldState);
            if (!cloudState) return { id: "", inputs: {}, state: {} };
            const json: readonly string[] = type.jsonInputs ?? [];
            const imported = Object.keys(oldInputs).length === 0;
            const inputs: Props = imported ? { ...type.defaults } : { ...oldInputs };
            for (const key of this.listSupportedInputs(type, subject.urn)) {
                if (!(key in cloudState) || isEquivalent(cloudState[key], oldState[key], json.includes(key))) continue;
                inputs[key] = isBlank(cloudState[key]) ? undefined : cloudState[key];
            }
            return { id, inputs, state: this.deriveState(subject.urn, { ...oldState, ...cloudState }) };
        });
    }

    async delete(subject: ResourceRef, id: string, state: Props): Promise<void> {
        await this.runWithErrorContext("delete", subject, async () => {
            const type = this.getSupportedType(subject.urn, {});
            try {
                await type.delete(await this.getScopedCloud(subject, state), id, state);
            } catch (error) {
                if (!this.definition.isNotFound(error)) throw error;
            }
        });
    }

    async invoke(token: string, args: Props): Promise<Props> {
        return this.runWithErrorContext("invoke", { urn: "" }, async () => {
            const invocation = this.definition.findFunction(token);
            if (!invocation) {
                throw new Error(
                    `the local cloud does not support ${token}; add it to ${this.definition.getSourceFile(token)}, or leave it out.`,
                );
            }
            return invocation(await this.getScopedCloud({ urn: "" }, args), args);
        });
    }

    /** The state in preview: inputs as they are, and what only the cloud knows as unknown. */
    private predictState(subject: ResourceRef, inputs: Props, before?: Props): Props {
        const { urn } = subject;
        const type = this.findType(urn);
        if (!type) {
            this.logToEngine(
                "warning",
                this.formatUnknownType(urn, "this preview shows it, but an update would fail"),
                urn,
            );
        } else {
            const refusal = this.formatUnsupportedInputs(type, urn, inputs);
            if (refusal)
                this.logToEngine("warning", `${refusal} This preview shows it, but an update would fail.`, urn);
        }
        const unknownKeys = before
            ? (type?.volatileOutputs ?? []).filter((key) => !(key in inputs))
            : [...this.getSchema(urn).outputs, ...(type?.computed ?? []).filter((key) => isBlank(inputs[key]))];
        return this.deriveState(urn, {
            ...before,
            ...inputs,
            ...Object.fromEntries(unknownKeys.map((key) => [key, UNKNOWN])),
        });
    }

    private async finishChange(
        subject: ResourceRef,
        type: ResourceType<Cloud>,
        id: string,
        state: Props,
        inputs: Props,
        oldInputs?: Props,
    ): Promise<Props> {
        try {
            await type.finalize?.(await this.getScopedCloud(subject, inputs), id, inputs, oldInputs, state);
        } catch (error) {
            const cloudState = await this.readState(subject, type, id, state).catch(() => undefined); // the first error is the one to report
            throw new ResourceInitError(id, this.deriveState(subject.urn, { ...state, ...cloudState }), toError(error));
        }
        const cloudState = await this.readState(subject, type, id, state);
        if (!cloudState) throw new Error(`${id} was created, but cannot be read.`);
        return this.deriveState(subject.urn, { ...state, ...cloudState });
    }

    private async readState(subject: ResourceRef, type: ResourceType<Cloud>, id: string, known: Props) {
        try {
            return await type.read(await this.getScopedCloud(subject, known), id, known);
        } catch (error) {
            if (this.definition.isNotFound(error)) return undefined;
            throw error;
        }
    }

    private deriveState(urn: string, state: Props): Props {
        const { inputs, outputs } = this.getSchema(urn);
        return this.definition.deriveOutputs(this.getConfiguredCloud(), state, [...inputs, ...outputs]);
    }

    private findType(urn: string): ResourceType<Cloud> | undefined {
        return this.definition.findType(parseTypeToken(urn));
    }

    private getSchema(urn: string): ResourceSchema {
        return readSchema(this.definition.name, parseTypeToken(urn)) ?? emptySchema;
    }

    /** The resource type. Throws if it is unknown, or has an input that would be ignored. */
    private getSupportedType(urn: string, inputs: Props): ResourceType<Cloud> {
        const type = this.findType(urn);
        if (!type) throw new Error(this.formatUnknownType(urn, "it cannot be created here"));
        const refusal = this.formatUnsupportedInputs(type, urn, inputs);
        if (refusal) throw new Error(refusal);
        return type;
    }

    private formatUnsupportedInputs(type: ResourceType<Cloud>, urn: string, inputs: Props): string | undefined {
        const supported = this.listSupportedInputs(type, urn);
        const ignored = Object.keys(inputs).filter((key) => !supported.includes(key) && inputs[key] != null);
        if (ignored.length === 0) return undefined;
        const file = this.definition.getSourceFile(parseTypeToken(urn));
        return `the local cloud's ${parseTypeToken(urn)} does not support ${ignored.join(", ")}; add it to ${file}, or leave it out.`;
    }

    private listSupportedInputs(type: ResourceType<Cloud>, urn: string): string[] {
        const everywhere = ["region", "tags"].filter((key) => this.getSchema(urn).inputs.includes(key));
        return [...new Set([...type.replaceOnChanges, ...type.updatable, ...everywhere])];
    }

    private formatUnknownType(urn: string, consequence: string): string {
        const token = parseTypeToken(urn);
        return `the local cloud does not support ${token}: ${consequence}; add it to ${this.definition.getSourceFile(token)}, or leave it out.`;
    }

    private async getScopedCloud({ urn, timeoutMs }: ResourceRef, props: Props): Promise<Cloud> {
        const cloud = this.getConfiguredCloud();
        await this.ensureCloudAllowed(cloud);
        const log: CallContext["log"] = (message) => this.logToEngine("status", message, urn);
        return this.definition.scopeToResource(cloud, props, {
            log,
            withinMs: timeoutMs ?? 1_200_000,
            signal: this.cancelled.signal,
        });
    }

    private ensureCloudAllowed(cloud: Cloud): Promise<void> {
        this.admission ??= this.assertCloudAllowed(cloud);
        return this.admission;
    }

    private async assertCloudAllowed(cloud: Cloud): Promise<void> {
        assertLoopback(this.definition.getEndpoint(cloud), this.definition.remedy);
        await this.definition.assertAccountAllowed(cloud);
    }

    private getConfiguredCloud(): Cloud {
        if (!this.cloud) throw new Error(`the ${this.definition.name} provider was called before it was configured.`);
        return this.cloud;
    }

    /** Turns any error into one sentence with the operation and the resource, or the endpoint that does not answer. */
    private async runWithErrorContext<T>(what: string, { urn }: ResourceRef, work: () => Promise<T>): Promise<T> {
        try {
            return await work();
        } catch (error) {
            const code = findNetworkCode(error);
            const sentence = code
                ? `no answer from ${this.definition.getEndpoint(this.getConfiguredCloud())} (${code}): start the local cloud with ./devmin sandbox start.`
                : formatSdkError(error instanceof ResourceInitError ? error.cause : error);
            const wrapped = new Error(
                urn ? `${what} ${parseTypeToken(urn)} ${parseResourceName(urn)}: ${sentence}` : sentence,
            );
            throw error instanceof ResourceInitError ? new ResourceInitError(error.id, error.state, wrapped) : wrapped;
        }
    }
}

/** The type token in a URN, without those of its parents. */
export function parseTypeToken(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function parseResourceName(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

function toError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}

/** "NoSuchBucket: The specified bucket does not exist (HTTP 404)". */
function formatSdkError(error: unknown): string {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return $metadata ? `${name}: ${message} (HTTP ${$metadata.httpStatusCode})` : (message ?? String(error));
}

const unreachablePattern =
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|TimeoutError|UND_ERR_\w+|\w*_CERT\w*|\w*_SIGNATURE)$/;

/** The code of a failed connection, from the error, its name or its causes. */
function findNetworkCode(error: unknown): string | undefined {
    const { code, name, cause, errors } = (error ?? {}) as {
        code?: unknown;
        name?: unknown;
        cause?: unknown;
        errors?: unknown[];
    };
    const own = [code, name].find((text): text is string => typeof text === "string" && unreachablePattern.test(text));
    return own ?? [cause, ...(errors ?? [])].filter(Boolean).map(findNetworkCode).find(Boolean);
}
