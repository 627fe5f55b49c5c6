import type { Unwrap } from "@pulumi/pulumi";

/** Properties as they travel between engine and provider: plain JSON, unknowns as the marker string. */
export type Props = Record<string, unknown>;

/** What Pulumi sends for a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A type of the official SDK without its promises: what is left when everything is known. */
export type Unwrapped<T> = string extends keyof T ? Props : Unwrap<T>;

/**
 * All an offline provider knows about one resource type. `Args` and `State` are the official SDK's own declarations,
 * so a misspelt input or output is a compile error.
 */
export interface ResourceType<Cloud, Args = Props, State = Props> {
    /** Inputs the cloud cannot change later: a change replaces the resource. */
    replaceOnChanges: readonly (keyof Args & string)[];
    /** Inputs that `update` (or nothing, if the cloud never sees them) can change. Others are refused, never ignored. */
    updatable: readonly (keyof Args & string)[];
    /** The input that is filled in when the program leaves it out. */
    autoname?: AutonameRule<keyof Args & string>;
    /** Numbers that can grow in place, while making them smaller replaces the resource. */
    replaceOnDecrease?: readonly (keyof Args & string)[];
    defaults?: Partial<Unwrapped<Args>>;
    /** Inputs holding a JSON document: two spellings of one document are no change. */
    jsonInputs?: readonly (keyof Args & string)[];
    /** Inputs the cloud fills in when left out: unknown in preview, as outputs are. */
    computed?: readonly (keyof Args & string)[];
    /** Outputs that an update changes, hence unknown when one is previewed. */
    volatileOutputs?: readonly (keyof State & string)[];
    /** Makes it. What only this answer tells (a secret) goes beside the id. */
    create(cloud: Cloud, inputs: Unwrapped<Args>): Promise<{ id: string } & Partial<Unwrapped<State>>>;
    /** The cloud's answer alone. `known` helps to find it; a key that is left out is one the cloud does not tell. */
    read(cloud: Cloud, id: string, known: Partial<Unwrapped<State>>): Promise<Partial<Unwrapped<State>> | undefined>;
    update?(cloud: Cloud, id: string, inputs: Unwrapped<Args>, old: Unwrapped<Args>): Promise<void>;
    /** What follows a create or an update; if it fails the resource is kept in the state, so nothing is orphaned. */
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
    /** The name is the resource's own, without a random end. */
    withoutSuffix?: true;
    /** The program always gives it; two of the same name cannot be, so a replacement deletes first. */
    explicit?: true;
}

/** What one call may need beside the cloud: a log, the time it may take, and a signal that cancels it. */
export interface CallContext {
    log(message: string): void;
    withinMs?: number;
    signal: AbortSignal;
}

/** A function the program may ask, such as aws.getCallerIdentity. */
export type ProviderFunction<Cloud> = (cloud: Cloud, args: Props) => Promise<Props>;

/** What an offline provider is made of. */
export interface ProviderDefinition<Cloud> {
    name: "aws" | "confluentcloud";
    configure(config: Props): Cloud;
    /** The file of this clone that holds, or would hold, a token's type: for messages. */
    getSourceFile(token: string): string;
    /** Every type it knows, without its prefix. */
    listTypes(): Record<string, ResourceType<Cloud>>;
    findType(token: string): ResourceType<Cloud> | undefined;
    findFunction(token: string): ProviderFunction<Cloud> | undefined;
    /** Whether the configuration says whose cloud it may be: then that is asked before all else, in preview, too. */
    isAccountRestricted(cloud: Cloud): boolean;
    /** Refuses to go on when the credentials are not for this cloud. Asked once, before the first call. */
    assertAccountAllowed(cloud: Cloud): Promise<void>;
    /** The cloud as one resource sees it: its region, its credentials. */
    scopeToResource(cloud: Cloud, props: Props, call: CallContext): Cloud;
    /** Inputs that come from the provider's configuration. */
    fillInputs(cloud: Cloud, inputs: Props, declared: readonly string[]): Props;
    /** Outputs that follow from others and are known in preview too. */
    deriveOutputs(cloud: Cloud, state: Props, declared: readonly string[]): Props;
    /** Does this error say that the resource is not there (any more)? */
    isNotFound(error: unknown): boolean;
    getEndpoint(cloud: Cloud): string;
    /** How to make it talk to the local cloud: the end of the message that refuses another endpoint. */
    remedy: string;
}
