import type { ApplicationName, TopicName } from "../kafka/topics-and-applications";

/** A program that runs in the demo: one bundle, one Fargate Spot service. */
export interface ServiceDefinition {
    /** A stock image that has `node`; nothing is built or pushed. */
    image: string;
    /** The program, below demo/; bundled and mounted at /bundle/main.js. */
    entry: string;
    command: readonly string[];
    /** 1024 is one vCPU. A quarter of one with half a GB is about 1.2 cents an hour on demand (us-east-1), less on Spot. */
    cpu: 256 | 512 | 1024;
    /** MiB. */
    memory: 512 | 1024 | 2048;
    /** How many run. */
    count: number;
    /** Whose Kafka login it gets. */
    application: ApplicationName;
    topics: readonly TopicName[];
}

/** What runs in the demo: the one place to add a service. */
export const services = {
    pulse: {
        image: "public.ecr.aws/docker/library/node:22-alpine",
        entry: "workload/pulse.ts",
        command: ["node", "/bundle/main.js"],
        cpu: 256,
        memory: 512,
        count: 1,
        application: "pulse",
        topics: ["pulse.events"],
    },
} as const satisfies Record<string, ServiceDefinition>;
