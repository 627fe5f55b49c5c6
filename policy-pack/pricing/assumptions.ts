import { readPackFile } from "../runtime/pack-file";

/** An assumption about a month's usage. */
interface Assumption {
    defaultValue: number;
    /** What the number means, in messages and tables. */
    description: string;
    /** @default no limit */
    atMost?: number;
}

/** demoHours are about all of demo, everything else is per resource. */
export const assumptions = {
    demoHours: { defaultValue: 40, description: "hours a month that demo is up", atMost: 730 },
    busyHours: {
        defaultValue: 10,
        description: "hours a month that a Kafka cluster runs at its maxEcku",
        atMost: 730,
    },
    kafkaGb: { defaultValue: 1, description: "GB a month into and out of a Kafka cluster, in total" },
    kafkaGbKept: { defaultValue: 1, description: "GB stored in a Kafka cluster" },
    logGb: { defaultValue: 0.1, description: "GB a month written to a log group" },
    bucketGb: { defaultValue: 0.5, description: "GB stored in a bucket, including old versions" },
    bucketWrites: { defaultValue: 2_000, description: "write and list requests to a bucket a month" },
    bucketReads: { defaultValue: 5_000, description: "read requests to a bucket a month" },
    keyRequests: { defaultValue: 20_000, description: "requests to a KMS key a month" },
    secretCalls: { defaultValue: 1_000, description: "requests for a secret a month" },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptions;

/** A month's usage, by assumption. */
export type Usage = Readonly<Record<AssumptionName, number>>;

/** The assumptions in force, and the problems of the file that changes them. */
export interface AssumedUsage {
    usage: Usage;
    /** One sentence each; invalid entries are ignored. */
    problems: readonly string[];
}

const { label, text } = readPackFile("usage.json");

/** The name of the file in messages. */
export const usageFile = label;

const assumptionEntries = Object.entries(assumptions) as [AssumptionName, Assumption][];
const defaultUsage = Object.fromEntries(assumptionEntries.map(([name, each]) => [name, each.defaultValue])) as Usage;

/** Parses an object of numbers that differ from the defaults: `{ "demoHours": 100 }`. */
export function parseAssumedUsage(json: string): AssumedUsage {
    const overrides = parseJsonObject(json);
    if (!overrides)
        return {
            usage: defaultUsage,
            problems: [`${usageFile} is not a JSON object: write { "demoHours": 100 }, or {}.`],
        };
    const problems = Object.entries(overrides).flatMap(([name, value]) => findAssumptionProblem(name, value) ?? []);
    const validOverrides = Object.entries(overrides).filter(([name, value]) => !findAssumptionProblem(name, value));
    return { usage: { ...defaultUsage, ...Object.fromEntries(validOverrides) }, problems };
}

/** The defaults, changed by the user's file if there is one. */
export const assumedUsage: AssumedUsage = parseAssumedUsage(text ?? "{}");

function findAssumptionProblem(name: string, value: unknown): string | undefined {
    const [, assumption] = assumptionEntries.find(([allowedNames]) => allowedNames === name) ?? [];
    if (!assumption) {
        const allowedNames = assumptionEntries.map(([each]) => each).join(", ");
        return `unknown assumption ${name} in ${usageFile}: use one of ${allowedNames}.`;
    }
    const { description, atMost = Number.MAX_VALUE } = assumption;
    if (typeof value === "number" && value >= 0 && value <= atMost) return undefined;
    const range = atMost === Number.MAX_VALUE ? "a number from 0" : `a number from 0 to ${atMost}`;
    return `${name} in ${usageFile} is ${JSON.stringify(value)}: it must be ${range}, the ${description}.`;
}

function parseJsonObject(json: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(json);
        return typeof value === "object" && value !== null && !Array.isArray(value)
            ? (value as Record<string, unknown>)
            : undefined;
    } catch {
        return undefined; // not JSON, so not an object
    }
}
