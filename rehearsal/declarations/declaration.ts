/** A resource as a program declares it. */
export interface Declaration {
    type: string;
    props: Record<string, unknown>;
}

/** One that a guardrail must refuse. */
export interface Refused extends Declaration {
    /** By name. */
    policy: string;
    /** What it must say, or begin with. */
    says: string;
}
