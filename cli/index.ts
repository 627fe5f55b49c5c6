/** `./devmin`: a table verb -> file. The only room that knows ops and sandbox. */
import { join } from "node:path";
import { InterruptedError } from "../ops/pulumi/cli";
import { buildNoProxyEnv } from "../util/loopback-proxy";
import { type Command, UsageError } from "./command";
import { formatErrorHint } from "./error-hints";

const commands: Record<string, Command> = {
    install: {
        description: "install the npm packages, and nothing else",
        load: async () => ({ run: async () => {} }), // the launcher did it
    },
    rehearse: {
        argsUsage: "[--all] [--keep] [--strict] [--providers official]",
        description: "play the whole life of an environment on this machine",
        load: () => import("./commands/rehearse"),
    },
    sandbox: {
        argsUsage: "start [--providers official] | status | stop",
        description: "the local cloud: AWS, Confluent and Kafka on this machine",
        load: () => import("./commands/sandbox"),
    },
    init: {
        argsUsage: "[--account ID] [--region REGION] [--email ADDRESS]",
        description: "write the layers' stack configuration, once your credentials answer; says what will cost what",
        load: () => import("./commands/init"),
    },
    bootstrap: {
        description: "bring up core and move its state into the bucket it made",
        load: () => import("./commands/bootstrap"),
    },
    env: {
        argsUsage: "[kafka | demo | auditor]",
        description:
            'print the shell variables for plain pulumi commands, as a role if named; use: eval "$(./devmin env)"',
        load: () => import("./commands/env"),
    },
    join: {
        description:
            "take up, in a fresh clone, an environment that is up: select its stacks, preview without a change",
        load: () => import("./commands/join"),
    },
    plan: {
        argsUsage: "[core] [kafka] [demo]",
        description: "what the next up would do, and what the policy pack says of it; changes nothing",
        load: () => import("./commands/plan"),
    },
    up: {
        argsUsage: "[core] [kafka] [demo] [--lease 4h] [--yes]",
        description:
            "preview and update layers, kafka and demo if none is named, with a receipt; demo gets a lease if it has none",
        load: () => import("./commands/up"),
    },
    destroy: {
        argsUsage: "kafka | demo [--yes]",
        description:
            "take a layer away for good: says what goes, asks for the stack's name; what went becomes evidence",
        load: () => import("./commands/destroy"),
    },
    lease: {
        argsUsage: "[extend 4h]",
        description: "how long demo may run, and what stops it; or a new end",
        load: () => import("./commands/lease"),
    },
    budget: {
        argsUsage: "[release]",
        description: "what is spent of the month's budget, and whether demo may still come up; or let it",
        load: () => import("./commands/budget"),
    },
    cost: {
        argsUsage: "[--json]",
        description:
            "what the layers that are up cost: idle, an hour of demo, and a month as assumed in policy-pack/usage.json",
        load: () => import("./commands/cost"),
    },
    scp: {
        description: "print what no role here may do, as a service control policy for an AWS Organization",
        load: () => import("./commands/scp"),
    },
    verify: {
        argsUsage: "[--strict]",
        description: "ask the clouds whether the environment is ready; the verdict becomes evidence",
        load: () => import("./commands/verify"),
    },
    rotate: {
        argsUsage: "APPLICATION | manager",
        description: "give an account of kafka its next key, prove it, and take the one before",
        load: () => import("./commands/rotate"),
    },
    recover: {
        argsUsage: "core | kafka | demo",
        description:
            "after a killed update or a lost state: remove its lock, put the state back, take what was made into it",
        load: () => import("./commands/recover"),
    },
    run: {
        argsUsage: "SERVICE [--rounds N]",
        description: "run a service's task once; its result becomes evidence",
        load: () => import("./commands/run"),
    },
};

function formatUsage(): string {
    const rows = Object.entries(commands).map(
        ([name, { argsUsage = "", description }]) => [`${name} ${argsUsage}`.trim(), description] as const,
    );
    const width = Math.max(...rows.map(([synopsis]) => synopsis.length));
    return [
        "usage: ./devmin VERB",
        "",
        ...rows.map(([synopsis, description]) => `  ${synopsis.padEnd(width)}  ${description}`),
    ].join("\n");
}

/** Runs a verb. Exit code 0: done; 1: refused or failed, with a sentence; 2: wrong words; 130: interrupted. */
export async function main([name, ...args]: string[]): Promise<void> {
    if (name === undefined || name === "help" || name === "--help") {
        console.log(formatUsage());
        return;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
        console.error(`devmin: there is no verb ${name}.\n\n${formatUsage()}`);
        process.exitCode = 2;
        return;
    }
    Object.assign(process.env, buildNoProxyEnv(process.env));
    try {
        const { run } = await command.load();
        await run({ root: join(__dirname, ".."), args, log: (line) => console.error(line) });
    } catch (error) {
        const isUsageError = error instanceof UsageError;
        const usageLine = isUsageError ? `\nusage: ./devmin ${name} ${command.argsUsage ?? ""}` : "";
        const { message } = error as Error;
        console.error(`devmin ${name}: ${message}${formatErrorHint(error as Error)}${usageLine}`);
        process.exitCode = isUsageError ? 2 : error instanceof InterruptedError ? 130 : 1;
    }
}
