import { readPackFile } from "../runtime/pack-file";

/** How much of something a month is assumed to use, where nobody says otherwise. */
interface Assumption {
    defaultValue: number;
    /** What it is a number of, as a table says it. */
    description: string;
    /** @default as much as you like */
    atMost?: number;
}

/** The hours of demo are of all of it, everything else of one resource. */
export const assumptions = {
    demoHours: { defaultValue: 40, description: "hours a month that demo is up", atMost: 730 },
    busyHours: {
        defaultValue: 10,
        description: "hours a month that a Kafka cluster is as large as its maxEcku lets it be",
        atMost: 730,
    },
    kafkaGb: { defaultValue: 1, description: "GB a month into and out of a Kafka cluster, together" },
    kafkaGbKept: { defaultValue: 1, description: "GB a Kafka cluster keeps" },
    logGb: { defaultValue: 0.1, description: "GB a month written to a log group" },
    bucketGb: { defaultValue: 0.5, description: "GB a bucket keeps, old versions among it" },
    bucketWrites: { defaultValue: 2_000, description: "requests a month that write to a bucket or list it" },
    bucketReads: { defaultValue: 5_000, description: "requests a month that read a bucket" },
    keyRequests: { defaultValue: 20_000, description: "requests a month to a KMS key" },
    secretCalls: { defaultValue: 1_000, description: "calls a month for a secret" },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptions;

/** What a month uses, each assumption by its name. */
export type Usage = Readonly<Record<AssumptionName, number>>;

/** The assumptions in force, and what is wrong with the file that changes them. */
export interface AssumedUsage {
    usage: Usage;
    /** A sentence each; what is wrong is not taken over. */
    problems: readonly string[];
}

const { label, text } = readPackFile("usage.json");

/** The file as messages name it. */
export const usageFile = label;

const assumptionEntries = Object.entries(assumptions) as [AssumptionName, Assumption][];
const defaultUsage = Object.fromEntries(assumptionEntries.map(([name, each]) => [name, each.defaultValue])) as Usage;

/** Reads what differs from the usual: an object of assumptions and their numbers, `{ "demoHours": 100 }`. */
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

/** As the file has them; one that is not there changes nothing. */
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
        return undefined; // no JSON: no object either
    }
}
