import type { Unwrap } from "@pulumi/pulumi";

/** Properties as they travel between engine and provider: plain JSON, unknowns as the marker string. */
export type Props = Record<string, unknown>;

/** What Pulumi sends for a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A type of the official SDK with its inputs and outputs as plain values. */
export type Unwrapped<T> = string extends keyof T ? Props : Unwrap<T>;

/**
 * All an offline provider knows about one resource type. `Args` and `State` are the official SDK's own declarations,
 * so a misspelt input or output is a compile error.
 */
export interface ResourceType<Cloud, Args = Props, State = Props> {
    /** Inputs that the cloud cannot change: a change replaces the resource. */
    replaceOnChanges: readonly (keyof Args & string)[];
    /** Inputs that `update` changes, or that the cloud never sees. Any other input is refused, never ignored. */
    updatable: readonly (keyof Args & string)[];
    /** The input that is generated when the program leaves it out. */
    autoname?: AutonameRule<keyof Args & string>;
    /** Inputs that another input, when true, lets the cloud change in place. */
    replaceUnless?: Readonly<Partial<Record<keyof Args & string, keyof Args & string>>>;
    /** Numbers that can grow in place, while a lower value replaces the resource. */
    replaceOnDecrease?: readonly (keyof Args & string)[];
    defaults?: Partial<Unwrapped<Args>>;
    /** Inputs with a JSON document: another spelling of the same document is not a change. */
    jsonInputs?: readonly (keyof Args & string)[];
    /** Inputs that the cloud sets when they are left out: unknown in preview, like outputs. */
    computed?: readonly (keyof Args & string)[];
    /** Outputs that an update changes: unknown when one is previewed. */
    volatileOutputs?: readonly (keyof State & string)[];
    /** Creates it. Returns the id, and outputs that no read returns, e.g. a secret. */
    create(cloud: Cloud, inputs: Unwrapped<Args>): Promise<{ id: string } & Partial<Unwrapped<State>>>;
    /** Reads it from the cloud; undefined if it is gone. `known` helps to find it; keys that the cloud does not return are left out. */
    read(cloud: Cloud, id: string, known: Partial<Unwrapped<State>>): Promise<Partial<Unwrapped<State>> | undefined>;
    update?(cloud: Cloud, id: string, inputs: Unwrapped<Args>, old: Unwrapped<Args>): Promise<void>;
    /** Runs after a create or an update; if it fails, the resource stays in the state, so that nothing is orphaned. */
    finalize?(
        cloud: Cloud,
        id: string,
        inputs: Unwrapped<Args>,
        old: Unwrapped<Args> | undefined,
        state: Partial<Unwrapped<State>>,
    ): Promise<void>;
    delete(cloud: Cloud, id: string, state: Unwrapped<State>): Promise<void>;
}

export interface AutonameRule<Property extends string = string> {
    property: Property;
    prefix?: string;
    maxLength?: number;
    lowercase?: true;
    /** The name is the resource's own, without a random suffix. */
    withoutSuffix?: true;
    /** The program must set it. Names are unique, so a replacement deletes first. */
    explicit?: true;
}

/** A call's log, time limit and cancellation. */
export interface CallContext {
    log(message: string): void;
    withinMs?: number;
    signal: AbortSignal;
}

/** A function that programs call, e.g. aws.getCallerIdentity. */
export type ProviderFunction<Cloud> = (cloud: Cloud, args: Props) => Promise<Props>;

/** What an offline provider is made of. */
export interface ProviderDefinition<Cloud> {
    name: "aws" | "confluentcloud";
    configure(config: Props): Cloud;
    /** The file of this clone that has, or should have, a token's type: for messages. */
    getSourceFile(token: string): string;
    /** Every resource type, by its token without the package. */
    listTypes(): Record<string, ResourceType<Cloud>>;
    findType(token: string): ResourceType<Cloud> | undefined;
    findFunction(token: string): ProviderFunction<Cloud> | undefined;
    /** Whether the configuration restricts the account: then it is checked first, also in preview. */
    isAccountRestricted(cloud: Cloud): boolean;
    /** Throws if the credentials' account is not allowed. Called once, before the first call. */
    assertAccountAllowed(cloud: Cloud): Promise<void>;
    /** The cloud with a resource's region and credentials. */
    scopeToResource(cloud: Cloud, props: Props, call: CallContext): Cloud;
    /** Adds inputs from the provider's configuration. */
    fillInputs(cloud: Cloud, inputs: Props, declared: readonly string[]): Props;
    /** Adds outputs that follow from others, and are known in preview, too. */
    deriveOutputs(cloud: Cloud, state: Props, declared: readonly string[]): Props;
    /** Whether this error means that the resource does not exist. */
    isNotFound(error: unknown): boolean;
    getEndpoint(cloud: Cloud): string;
    /** How to make it talk to the local cloud: the end of the message that refuses another endpoint. */
    remedy: string;
}
