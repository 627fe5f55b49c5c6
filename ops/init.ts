import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Document, parseDocument } from "yaml";
import { forms } from "../lib/forms";
import { projectOf } from "../lib/names";
import { type Layer, layers } from "./environment";
import { configFileOf } from "./pulumi";

/** What only the user knows of an environment. */
export interface Answers {
    account: string;
    region: string;
    email: string;
}

/** The stack configuration of each layer; `found` are settings of core by what its account has already. */
export function configurationOf(
    { account, region, email }: Answers,
    found: Record<string, string>,
): Record<Layer, Record<string, string>> {
    const ofCore = { alertEmail: email, ...found };
    const where = (layer: Layer) => ({ "aws:region": region, [`${projectOf(layer)}:account`]: account });
    return {
        core: {
            ...where("core"),
            ...Object.fromEntries(Object.entries(ofCore).map(([key, value]) => [`${projectOf("core")}:${key}`, value])),
        },
        kafka: where("kafka"),
        demo: where("demo"),
    };
}

/** Throws a sentence for each answer that cannot be one; one that is still missing is none. */
export function checkAnswers(answers: Partial<Answers>): void {
    const wrong = Object.entries(forms).flatMap(([name, [is, pattern, { example }]]) => {
        const given = answers[name as keyof Answers];
        return given === undefined || pattern.test(given)
            ? []
            : `${name} is ${JSON.stringify(given)}: it must be ${is}, for example ${example}.`;
    });
    if (wrong.length) throw new Error(wrong.join("\n"));
}

/** What the stack's configuration says already, of what a user would be asked. */
export function answersIn(root: string, stack: string): Partial<Answers> {
    const core = documentAt(configFileOf({ root, stack }, "core"));
    const value = (key: string) => core.getIn(["config", key])?.toString();
    return {
        account: value(`${projectOf("core")}:account`),
        region: value("aws:region"),
        email: value(`${projectOf("core")}:alertEmail`),
    };
}

/** Which settings core's stack configuration has. */
export function settingsIn(root: string, stack: string): (setting: string) => boolean {
    const core = documentAt(configFileOf({ root, stack }, "core"));
    return (setting) => core.hasIn(["config", `${projectOf("core")}:${setting}`]);
}

/** The Confluent Cloud API that kafka's stack configuration names. */
export const confluentEndpointIn = (root: string, stack: string) =>
    documentAt(configFileOf({ root, stack }, "kafka")).getIn(["config", "confluentcloud:endpoint"])?.toString() ??
    "https://api.confluent.cloud";

/**
 * Writes the answers, and what was found, into the layers' stack configuration. What is there and says the same stays as it
 * is; what says something else is refused before anything is written. Resolves with the files it wrote.
 */
export function writeConfiguration(
    root: string,
    stack: string,
    answers: Answers,
    found: Record<string, string>,
): string[] {
    checkAnswers(answers);
    const changed: [file: string, document: Document][] = [];
    const other: string[] = [];
    for (const layer of layers) {
        const file = configFileOf({ root, stack }, layer);
        const document = documentAt(file);
        const missing = Object.entries(configurationOf(answers, found)[layer]).filter(([key, value]) => {
            const there = document.getIn(["config", key]);
            if (there !== undefined && String(there) !== value)
                other.push(`${file} says ${key}: ${there}, not ${value}`);
            return there === undefined;
        });
        for (const [key, value] of missing) document.setIn(["config", key], value);
        if (missing.length) changed.push([file, document]);
    }
    if (other.length) {
        throw new Error(
            `${other.join("; ")}: what is set is not changed here, as an environment does not move. Where nothing is up yet, or for the e-mail, ` +
                "use pulumi config set -C LAYER; else name another stack with PULUMI_STACK.",
        );
    }
    for (const [file, document] of changed) writeFileSync(file, document.toString({ indent: 4 }));
    return changed.map(([file]) => file);
}

const documentAt = (file: string) => parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
