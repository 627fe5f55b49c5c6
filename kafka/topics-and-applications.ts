/** The cluster's topics and the applications that use them: add a topic or an application here, and only here. */

export interface Topic {
    /** Whole number from 1. Can be increased, never reduced. */
    partitions: number;
    /** Hours for which records are retained; storage costs 0.08 USD per GB and month. */
    retentionHours: number;
}

/** An application: one service account, one API key, one secret, and access to these topics only. */
export interface Application {
    produces: readonly TopicName[];
    consumes: readonly TopicName[];
}

export type TopicName = keyof typeof topics;
export type ApplicationName = keyof typeof applications;

export const topics = {
    "pulse.events": { partitions: 3, retentionHours: 1 },
} as const satisfies Record<string, Topic>;

export const applications = {
    pulse: { produces: ["pulse.events"], consumes: ["pulse.events"] },
} as const satisfies Record<string, Application>;
