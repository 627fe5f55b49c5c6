import { packFile } from "./pack-file";

/** How much of something a month is assumed to use, where nobody says otherwise. */
interface Assumption {
    usual: number;
    /** What it is a number of, as a table says it. */
    is: string;
    /** @default as much as you like */
    atMost?: number;
}

/** The hours of demo are of all of it, everything else of one resource. */
export const assumptions = {
    demoHours: { usual: 40, is: "hours a month that demo is up", atMost: 730 },
    busyHours: {
        usual: 10,
        is: "hours a month that a Kafka cluster is as large as its maxEcku lets it be",
        atMost: 730,
    },
    kafkaGb: { usual: 1, is: "GB a month into and out of a Kafka cluster, together" },
    kafkaGbKept: { usual: 1, is: "GB a Kafka cluster keeps" },
    logGb: { usual: 0.1, is: "GB a month written to a log group" },
    bucketGb: { usual: 0.5, is: "GB a bucket keeps, old versions among it" },
    bucketWrites: { usual: 2_000, is: "requests a month that write to a bucket or list it" },
    bucketReads: { usual: 5_000, is: "requests a month that read a bucket" },
    keyRequests: { usual: 20_000, is: "requests a month to a KMS key" },
    secretCalls: { usual: 1_000, is: "calls a month for a secret" },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptions;

/** What a month uses, each assumption by its name. */
export type Usage = Readonly<Record<AssumptionName, number>>;

/** The assumptions in force, and what is wrong with the file that changes them. */
export interface Assumed {
    usage: Usage;
    /** A sentence each; what is wrong is not taken over. */
    faults: readonly string[];
}

const { named, text } = packFile("usage.json");

/** The file as messages name it. */
export const usageFile = named;

const all = Object.entries(assumptions) as [AssumptionName, Assumption][];
const usual = Object.fromEntries(all.map(([name, each]) => [name, each.usual])) as Usage;

/** Reads what differs from the usual: an object of assumptions and their numbers, `{ "demoHours": 100 }`. */
export function assumedIn(json: string): Assumed {
    const given = objectIn(json);
    if (!given) return { usage: usual, faults: [`${usageFile} is no JSON object: write { "demoHours": 100 }, or {}.`] };
    const faults = Object.entries(given).flatMap(([name, value]) => faultOf(name, value) ?? []);
    const right = Object.entries(given).filter(([name, value]) => !faultOf(name, value));
    return { usage: { ...usual, ...Object.fromEntries(right) }, faults };
}

/** As the file has them; one that is not there changes nothing. */
export const assumed: Assumed = assumedIn(text ?? "{}");

function faultOf(name: string, value: unknown): string | undefined {
    const [, assumption] = all.find(([known]) => known === name) ?? [];
    if (!assumption) {
        const known = all.map(([each]) => each).join(", ");
        return `${name} in ${usageFile} is no assumption: it must be one of ${known}.`;
    }
    const { is, atMost = Number.MAX_VALUE } = assumption;
    if (typeof value === "number" && value >= 0 && value <= atMost) return undefined;
    const range = atMost === Number.MAX_VALUE ? "a number from 0" : `a number from 0 to ${atMost}`;
    return `${name} in ${usageFile} is ${JSON.stringify(value)}: it must be ${range}, the ${is}.`;
}

function objectIn(json: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(json);
        return typeof value === "object" && value !== null && !Array.isArray(value)
            ? (value as Record<string, unknown>)
            : undefined;
    } catch {
        return undefined; // no JSON: no object either
    }
}
