/** What the cluster holds and who may use it: the one place to add a topic or an application. */

/** A topic as declared. */
export interface Topic {
    /** Can grow, never shrink. */
    partitions: number;
    /** Hours a record is kept; what is kept longer costs 0.08 USD per GB and month. */
    retentionHours: number;
}

/** An application: one service account, one key, one secret, and rights on these topics alone. */
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
