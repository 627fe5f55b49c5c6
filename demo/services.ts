import type { ApplicationName, TopicName } from "../kafka/topics-and-applications";

/** A program that runs in demo: one bundle, one Fargate service. */
export interface ServiceDefinition {
    /** A public image with `node`; no image is built or pushed. */
    image: string;
    /**
     * Path of the program's entry file, relative to demo/; bundled and mounted at /bundle/main.js. The program writes the file
     * HEARTBEAT_FILE after each success, at least once a minute: otherwise its task is unhealthy and is replaced.
     */
    entry: string;
    command: readonly string[];
    /** CPU units; 1024 is one vCPU. 256 with 512 MiB cost about 1.2 cents per hour on demand (us-east-1), less on Spot. */
    cpu: 256 | 512 | 1024;
    /** MiB. */
    memory: 512 | 1024 | 2048;
    /** Number of tasks. */
    count: number;
    /** Application whose Kafka credentials it gets. */
    application: ApplicationName;
    topics: readonly TopicName[];
}

/** The services of demo: add a service here, and only here. */
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
