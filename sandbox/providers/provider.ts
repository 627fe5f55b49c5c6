import { autoname, isAutonamed } from "./autoname";
import { blank, same } from "./compare";
import { type Declaration, declarationOf } from "./declaration";
import { type Call, type Package, type Props, type ResourceType, UNKNOWN } from "./resource-type";

/** A resource as the engine names it. */
export interface Subject {
    urn: string;
    timeoutMs?: number;
}

export type Log = (severity: "info" | "status" | "warning", message: string, urn: string) => void;

/** The resource exists, but what had to follow its creation failed: the engine keeps it and tries again. */
export class Unfinished extends Error {
    constructor(
        readonly id: string,
        readonly state: Props,
        reason: Error,
    ) {
        super(reason.message, { cause: reason });
    }
}

const nothing: Declaration = { inputs: [], required: [], outputs: [], secrets: [] };

/** What a Pulumi provider means by check, diff, create and so on, for any package's table of types. */
export class Provider<Cloud> {
    private cloud?: Cloud;
    private admitted?: Promise<void>;
    private readonly cancelled = new AbortController();

    constructor(
        private readonly pack: Package<Cloud>,
        private readonly log: Log,
    ) {}

    async configure(config: Props): Promise<void> {
        const cloud = this.pack.configure(config);
        this.cloud = cloud;
        if (this.pack.isPinned(cloud)) await this.attempt("configure", { urn: "" }, () => this.admittedTo(cloud));
    }

    cancel(): void {
        this.cancelled.abort();
    }

    check({ urn }: Subject, news: Props, olds: Props, seed: Uint8Array) {
        const { name, defaults, json = [] } = this.known(urn) ?? {};
        const { inputs: declared, required } = this.declared(urn);
        const given = Object.fromEntries(Object.entries(news).filter(([, value]) => value != null));
        const inputs = this.pack.fill(this.configured(), { ...defaults, ...given }, declared);
        if (name && !name.given && blank(inputs[name.property])) {
            const kept = isAutonamed(name, nameOf(urn), olds) ? olds[name.property] : undefined;
            inputs[name.property] = kept ?? autoname(name, nameOf(urn), seed);
        }
        for (const key of json) {
            if (inputs[key] && typeof inputs[key] === "object") inputs[key] = JSON.stringify(inputs[key]);
        }
        const failures = required
            .filter((key) => inputs[key] === undefined)
            .map((key) => ({ property: key, reason: `Missing required argument: "${key}" has no value; set it.` }));
        return { inputs, failures };
    }

    diff({ urn }: Subject, news: Props, olds: Props) {
        const type = this.known(urn);
        const json: readonly string[] = type?.json ?? [];
        const fixed = ["region", ...(type?.fixed ?? [])];
        const left = (type?.computed ?? []).filter((key) => !type?.volatile?.includes(key)); // to the cloud, if not given
        const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
            .filter((key) => !key.startsWith("__"))
            .filter((key) => !same(olds[key], news[key], json.includes(key)))
            .filter((key) => !(left.includes(key) && blank(news[key])));
        const shrinks = (key: string) => type?.shrinks?.includes(key) && Number(news[key]) < Number(olds[key]);
        const replaces = changed.filter((key) => fixed.includes(key) || shrinks(key));
        const name = type?.name;
        const nameStays = name && news[name.property] === olds[name.property] && !isAutonamed(name, nameOf(urn), news);
        return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && Boolean(nameStays) };
    }

    async create(subject: Subject, inputs: Props, preview: boolean): Promise<{ id: string; state: Props }> {
        if (preview) return { id: "", state: this.foreseen(subject, inputs) };
        return this.attempt("create", subject, async () => {
            const type = this.able(subject.urn, inputs);
            const cloud = await this.reach(subject, inputs);
            const { id, ...told } = await type.create(cloud, inputs);
            const state = await this.finish(subject, type, id, { ...inputs, ...told }, inputs);
            return { id, state };
        });
    }

    async update(subject: Subject, id: string, inputs: Props, oldInputs: Props, state: Props, preview: boolean) {
        const kept = Object.fromEntries(Object.entries(state).filter(([key]) => !(key in oldInputs)));
        if (preview) return this.foreseen(subject, inputs, kept);
        return this.attempt("update", subject, async () => {
            const type = this.able(subject.urn, inputs);
            const cloud = await this.reach(subject, inputs);
            await type.update?.(cloud, id, inputs, oldInputs);
            return this.finish(subject, type, id, { ...kept, ...inputs }, inputs, oldInputs);
        });
    }

    /** Where the cloud still says what it said last, the program's own words stay; else the input follows the cloud. */
    async read(subject: Subject, id: string, oldInputs: Props, oldState: Props) {
        const type = this.known(subject.urn);
        if (!type) {
            this.log("warning", this.notKnown(subject.urn, "it stays as the state has it"), subject.urn);
            return { id, inputs: oldInputs, state: oldState };
        }
        return this.attempt("read", subject, async () => {
            const told = await this.told(subject, type, id, oldState);
            if (!told) return { id: "", inputs: {}, state: {} };
            const json: readonly string[] = type.json ?? [];
            const imported = Object.keys(oldInputs).length === 0;
            const inputs: Props = imported ? { ...type.defaults } : { ...oldInputs };
            for (const key of this.supported(type, subject.urn)) {
                if (!(key in told) || same(told[key], oldState[key], json.includes(key))) continue;
                inputs[key] = blank(told[key]) ? undefined : told[key];
            }
            return { id, inputs, state: this.derived(subject.urn, { ...oldState, ...told }) };
        });
    }

    async delete(subject: Subject, id: string, state: Props): Promise<void> {
        await this.attempt("delete", subject, async () => {
            const type = this.able(subject.urn, {});
            try {
                await type.delete(await this.reach(subject, state), id, state);
            } catch (error) {
                if (!this.pack.gone(error)) throw error;
            }
        });
    }

    async invoke(token: string, args: Props): Promise<Props> {
        return this.attempt("invoke", { urn: "" }, async () => {
            const invocation = this.pack.functionOf(token);
            if (!invocation) {
                throw new Error(
                    `the local cloud does not know ${token}; add it to ${this.pack.fileOf(token)}, or leave it out.`,
                );
            }
            return invocation(await this.reach({ urn: "" }, args), args);
        });
    }

    /** What can be said before anything is done: inputs are echoed, what only the cloud can tell is unknown. */
    private foreseen(subject: Subject, inputs: Props, before?: Props): Props {
        const { urn } = subject;
        const type = this.known(urn);
        if (!type) {
            this.log("warning", this.notKnown(urn, "this preview shows it, an update would fail"), urn);
        } else {
            const refusal = this.refusal(type, urn, inputs);
            if (refusal) this.log("warning", `${refusal} This preview shows it, an update would fail.`, urn);
        }
        const open = before
            ? (type?.volatile ?? []).filter((key) => !(key in inputs))
            : [...this.declared(urn).outputs, ...(type?.computed ?? []).filter((key) => blank(inputs[key]))];
        return this.derived(urn, { ...before, ...inputs, ...Object.fromEntries(open.map((key) => [key, UNKNOWN])) });
    }

    private async finish(
        subject: Subject,
        type: ResourceType<Cloud>,
        id: string,
        state: Props,
        inputs: Props,
        oldInputs?: Props,
    ): Promise<Props> {
        try {
            await type.settle?.(await this.reach(subject, inputs), id, inputs, oldInputs, state);
        } catch (error) {
            const told = await this.told(subject, type, id, state).catch(() => undefined); // the first error is the one to tell
            throw new Unfinished(id, this.derived(subject.urn, { ...state, ...told }), asError(error));
        }
        const told = await this.told(subject, type, id, state);
        if (!told) throw new Error(`the cloud made ${id} but does not know it afterwards.`);
        return this.derived(subject.urn, { ...state, ...told });
    }

    private async told(subject: Subject, type: ResourceType<Cloud>, id: string, known: Props) {
        try {
            return await type.read(await this.reach(subject, known), id, known);
        } catch (error) {
            if (this.pack.gone(error)) return undefined;
            throw error;
        }
    }

    private derived(urn: string, state: Props): Props {
        const { inputs, outputs } = this.declared(urn);
        return this.pack.derive(this.configured(), state, [...inputs, ...outputs]);
    }

    private known(urn: string): ResourceType<Cloud> | undefined {
        return this.pack.typeOf(tokenOf(urn));
    }

    private declared(urn: string): Declaration {
        return declarationOf(this.pack.name, tokenOf(urn)) ?? nothing;
    }

    /** The type, if the stand-in can really make what is asked: an input it would ignore is refused. */
    private able(urn: string, inputs: Props): ResourceType<Cloud> {
        const type = this.known(urn);
        if (!type) throw new Error(this.notKnown(urn, "so it cannot be made here"));
        const refusal = this.refusal(type, urn, inputs);
        if (refusal) throw new Error(refusal);
        return type;
    }

    private refusal(type: ResourceType<Cloud>, urn: string, inputs: Props): string | undefined {
        const supported = this.supported(type, urn);
        const ignored = Object.keys(inputs).filter((key) => !supported.includes(key) && inputs[key] != null);
        if (ignored.length === 0) return undefined;
        const file = this.pack.fileOf(tokenOf(urn));
        return `the local cloud's ${tokenOf(urn)} has no ${ignored.join(", ")}; add it to ${file}, or leave it out.`;
    }

    private supported(type: ResourceType<Cloud>, urn: string): string[] {
        const everywhere = ["region", "tags"].filter((key) => this.declared(urn).inputs.includes(key));
        return [...new Set([...type.fixed, ...type.changeable, ...everywhere])];
    }

    private notKnown(urn: string, consequence: string): string {
        const token = tokenOf(urn);
        return `the local cloud does not know ${token}: ${consequence}; add it to ${this.pack.fileOf(token)}, or leave it out.`;
    }

    private async reach({ urn, timeoutMs }: Subject, props: Props): Promise<Cloud> {
        const cloud = this.configured();
        await this.admittedTo(cloud);
        const say: Call["say"] = (message) => this.log("status", message, urn);
        return this.pack.scope(cloud, props, { say, timeoutMs, signal: this.cancelled.signal });
    }

    private admittedTo(cloud: Cloud): Promise<void> {
        this.admitted ??= this.admit(cloud);
        return this.admitted;
    }

    /** A stand-in that is found on PATH by mistake must never reach a real account. */
    private async admit(cloud: Cloud): Promise<void> {
        const { hostname } = new URL(this.pack.endpoint(cloud));
        if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
            throw new Error(`this stand-in speaks to the local cloud only, not to ${hostname}: ${this.pack.remedy}.`);
        }
        await this.pack.admit(cloud);
    }

    private configured(): Cloud {
        if (!this.cloud) throw new Error(`the ${this.pack.name} provider was asked before it was configured.`);
        return this.cloud;
    }

    /** Any error leaves as one sentence that says what was tried; a cloud that does not answer is named by its address. */
    private async attempt<T>(what: string, { urn }: Subject, work: () => Promise<T>): Promise<T> {
        try {
            return await work();
        } catch (error) {
            const code = networkCode(error);
            const sentence = code
                ? `no answer from ${this.pack.endpoint(this.configured())} (${code}): start the local cloud with ./devmin sandbox start.`
                : named(error instanceof Unfinished ? error.cause : error);
            const told = new Error(urn ? `${what} ${tokenOf(urn)} ${nameOf(urn)}: ${sentence}` : sentence);
            throw error instanceof Unfinished ? new Unfinished(error.id, error.state, told) : told;
        }
    }
}

/** The type of what a URN names; parents are written before it. */
export function tokenOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}

/** "NoSuchBucket: The specified bucket does not exist (HTTP 404)". */
function named(error: unknown): string {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return $metadata ? `${name}: ${message} (HTTP ${$metadata.httpStatusCode})` : (message ?? String(error));
}

const unreachable =
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|TimeoutError|UND_ERR_\w+|\w*_CERT\w*|\w*_SIGNATURE)$/;

/** The code of a failed connection, wherever the client has put it. */
function networkCode(error: unknown): string | undefined {
    const { code, name, cause, errors } = (error ?? {}) as {
        code?: unknown;
        name?: unknown;
        cause?: unknown;
        errors?: unknown[];
    };
    const own = [code, name].find((text): text is string => typeof text === "string" && unreachable.test(text));
    return own ?? [cause, ...(errors ?? [])].filter(Boolean).map(networkCode).find(Boolean);
}
