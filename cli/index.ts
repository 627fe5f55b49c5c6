/** `./devmin`: a table verb -> file. The only room that knows ops and sandbox. */
import { join } from "node:path";
import { hintFor } from "../ops/hint";
import { Interruption } from "../ops/pulumi";
import { straightHere } from "../sandbox/loopback";
import { UsageError, type Verb } from "./verb";

const verbs: Record<string, Verb> = {
    install: {
        does: "install the npm packages, and nothing else",
        load: async () => ({ run: async () => {} }), // the launcher did it
    },
    rehearse: {
        takes: "[--all] [--keep] [--strict] [--providers official]",
        does: "play the whole life of an environment on this machine",
        load: () => import("./verbs/rehearse"),
    },
    sandbox: {
        takes: "start [--providers official] | status | stop",
        does: "the local cloud: AWS, Confluent and Kafka on this machine",
        load: () => import("./verbs/sandbox"),
    },
    init: {
        takes: "[--account ID] [--region REGION] [--email ADDRESS]",
        does: "write the layers' stack configuration, once your credentials answer; says what will cost what",
        load: () => import("./verbs/init"),
    },
    bootstrap: {
        does: "bring up core and move its state into the bucket it made",
        load: () => import("./verbs/bootstrap"),
    },
    env: {
        takes: "[kafka | demo | auditor]",
        does: 'print the shell variables for plain pulumi commands, as a role if named; use: eval "$(./devmin env)"',
        load: () => import("./verbs/env"),
    },
    join: {
        does: "take up, in a fresh clone, an environment that is up: select its stacks, preview without a change",
        load: () => import("./verbs/join"),
    },
    plan: {
        takes: "[core] [kafka] [demo]",
        does: "what the next up would do, and what the policy pack says of it; changes nothing",
        load: () => import("./verbs/plan"),
    },
    up: {
        takes: "[core] [kafka] [demo] [--lease 4h] [--yes]",
        does: "preview and update layers, kafka and demo if none is named, with a receipt; demo gets a lease if it has none",
        load: () => import("./verbs/up"),
    },
    destroy: {
        takes: "kafka | demo [--yes]",
        does: "take a layer away for good: says what goes, asks for the stack's name; what went becomes evidence",
        load: () => import("./verbs/destroy"),
    },
    lease: {
        takes: "[extend 4h]",
        does: "how long demo may run, and what stops it; or a new end",
        load: () => import("./verbs/lease"),
    },
    budget: {
        takes: "[release]",
        does: "what is spent of the month's budget, and whether demo may still come up; or let it",
        load: () => import("./verbs/budget"),
    },
    cost: {
        takes: "[--json]",
        does: "what the layers that are up cost: idle, an hour of demo, and a month as assumed in policy-pack/usage.json",
        load: () => import("./verbs/cost"),
    },
    scp: {
        does: "print what no role here may do, as a service control policy for an AWS Organization",
        load: () => import("./verbs/scp"),
    },
    verify: {
        takes: "[--strict]",
        does: "ask the clouds whether the environment is ready; the verdict becomes evidence",
        load: () => import("./verbs/verify"),
    },
    rotate: {
        takes: "APPLICATION | manager",
        does: "give an account of kafka its next key, prove it, and take the one before",
        load: () => import("./verbs/rotate"),
    },
    recover: {
        takes: "core | kafka | demo",
        does: "after a killed update or a lost state: remove its lock, put the state back, take what was made into it",
        load: () => import("./verbs/recover"),
    },
    run: {
        takes: "SERVICE [--rounds N]",
        does: "run a service's task once; its result becomes evidence",
        load: () => import("./verbs/run"),
    },
};

function usage(): string {
    const rows = Object.entries(verbs).map(
        ([word, { takes = "", does }]) => [`${word} ${takes}`.trim(), does] as const,
    );
    const width = Math.max(...rows.map(([call]) => call.length));
    return ["usage: ./devmin VERB", "", ...rows.map(([call, does]) => `  ${call.padEnd(width)}  ${does}`)].join("\n");
}

/** Runs a verb. Exit code 0: done; 1: refused or failed, with a sentence; 2: wrong words; 130: interrupted. */
export async function main([word, ...args]: string[]): Promise<void> {
    if (word === undefined || word === "help" || word === "--help") {
        console.log(usage());
        return;
    }
    const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
    if (!verb) {
        console.error(`devmin: there is no verb ${word}.\n\n${usage()}`);
        process.exitCode = 2;
        return;
    }
    Object.assign(process.env, straightHere(process.env));
    try {
        const { run } = await verb.load();
        await run({ root: join(__dirname, ".."), args, say: (line) => console.error(line) });
    } catch (error) {
        const wrongWords = error instanceof UsageError;
        const use = wrongWords ? `\nusage: ./devmin ${word} ${verb.takes ?? ""}` : "";
        const { message } = error as Error;
        console.error(`devmin ${word}: ${message}${hintFor(error as Error)}${use}`);
        process.exitCode = wrongWords ? 2 : error instanceof Interruption ? 130 : 1;
    }
}
