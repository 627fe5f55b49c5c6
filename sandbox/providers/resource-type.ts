import type { Unwrap } from "@pulumi/pulumi";

/** Properties as they travel between engine and provider: plain JSON, unknowns as the marker string. */
export type Props = Record<string, unknown>;

/** Pulumi's stand-in on the wire for a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A type of the official SDK without its promises: what is left when everything is known. */
export type Wire<T> = string extends keyof T ? Props : Unwrap<T>;

/**
 * All a stand-in knows about one resource type. `Args` and `State` are the official SDK's own declarations,
 * so a misspelt input or output is a compile error.
 */
export interface ResourceType<Cloud, Args = Props, State = Props> {
    /** Inputs the cloud cannot change later: a change replaces the resource. */
    fixed: readonly (keyof Args & string)[];
    /** Inputs that `update` (or nothing, if the cloud never sees them) can change. Others are refused, never ignored. */
    changeable: readonly (keyof Args & string)[];
    /** The input that is filled in when the program leaves it out. */
    name?: Autoname<keyof Args & string>;
    /** Numbers that can grow in place, while making them smaller replaces the resource. */
    shrinks?: readonly (keyof Args & string)[];
    defaults?: Partial<Wire<Args>>;
    /** Inputs holding a JSON document: two spellings of one document are no change. */
    json?: readonly (keyof Args & string)[];
    /** Inputs the cloud fills in when left out: unknown in preview, as outputs are. */
    computed?: readonly (keyof Args & string)[];
    /** Outputs that an update changes, hence unknown when one is previewed. */
    volatile?: readonly (keyof State & string)[];
    /** Makes it. What only this answer tells (a secret) goes beside the id. */
    create(cloud: Cloud, inputs: Wire<Args>): Promise<{ id: string } & Partial<Wire<State>>>;
    /** The cloud's answer alone. `known` helps to find it; a key that is left out is one the cloud does not tell. */
    read(cloud: Cloud, id: string, known: Partial<Wire<State>>): Promise<Partial<Wire<State>> | undefined>;
    update?(cloud: Cloud, id: string, inputs: Wire<Args>, old: Wire<Args>): Promise<void>;
    /** What follows a create or an update; if it fails the resource is kept in the state, so nothing is orphaned. */
    settle?(
        cloud: Cloud,
        id: string,
        inputs: Wire<Args>,
        old: Wire<Args> | undefined,
        state: Partial<Wire<State>>,
    ): Promise<void>;
    delete(cloud: Cloud, id: string, state: Wire<State>): Promise<void>;
}

export interface Autoname<Property extends string = string> {
    property: Property;
    prefix?: string;
    max?: number;
    lower?: true;
    /** The name is the resource's own, without a random end. */
    plain?: true;
    /** The program always gives it; two of the same name cannot be, so a replacement deletes first. */
    given?: true;
}

/** What one call may need beside the cloud: a voice, the time it may take, and a way to be stopped. */
export interface Call {
    say(message: string): void;
    timeoutMs?: number;
    signal: AbortSignal;
}

/** A function the program may ask, such as aws.getCallerIdentity. */
export type Invocation<Cloud> = (cloud: Cloud, args: Props) => Promise<Props>;

/** What a stand-in provider is made of. */
export interface Package<Cloud> {
    name: "aws" | "confluentcloud";
    configure(config: Props): Cloud;
    /** The file of this clone that holds, or would hold, a token's type: for messages. */
    fileOf(token: string): string;
    /** Every type it knows, without its prefix. */
    types(): Record<string, ResourceType<Cloud>>;
    typeOf(token: string): ResourceType<Cloud> | undefined;
    functionOf(token: string): Invocation<Cloud> | undefined;
    /** Whether the configuration says whose cloud it may be: then that is asked before all else, in preview, too. */
    isPinned(cloud: Cloud): boolean;
    /** Refuses to go on when the credentials are not for this cloud. Asked once, before the first call. */
    admit(cloud: Cloud): Promise<void>;
    /** The cloud as one resource sees it: its region, its credentials. */
    scope(cloud: Cloud, props: Props, call: Call): Cloud;
    /** Inputs that come from the provider's configuration. */
    fill(cloud: Cloud, inputs: Props, declared: readonly string[]): Props;
    /** Outputs that follow from others and are known in preview too. */
    derive(cloud: Cloud, state: Props, declared: readonly string[]): Props;
    /** Does this error say that the resource is not there (any more)? */
    gone(error: unknown): boolean;
    endpoint(cloud: Cloud): string;
    /** How to make it speak to the local cloud. */
    remedy: string;
}
