import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Document, parseDocument } from "yaml";
import { inputFormats } from "../lib/input-formats";
import { getProjectName } from "../lib/names";
import { type Layer, layerNames } from "./environment";
import { getStackConfigFile } from "./pulumi/cli";

/** What only the user knows of an environment. */
export interface InitInputs {
    account: string;
    region: string;
    email: string;
}

/** The stack configuration of each layer; `found` are settings of core by what its account has already. */
export function buildStackConfig(
    { account, region, email }: InitInputs,
    accountSettings: Record<string, string>,
): Record<Layer, Record<string, string>> {
    const coreSettings = { alertEmail: email, ...accountSettings };
    const buildCommonConfig = (layer: Layer) => ({
        "aws:region": region,
        [`${getProjectName(layer)}:account`]: account,
    });
    return {
        core: {
            ...buildCommonConfig("core"),
            ...Object.fromEntries(
                Object.entries(coreSettings).map(([key, value]) => [`${getProjectName("core")}:${key}`, value]),
            ),
        },
        kafka: buildCommonConfig("kafka"),
        demo: buildCommonConfig("demo"),
    };
}

/** Throws a sentence for each answer that cannot be one; one that is still missing is none. */
export function assertInitInputs(inputs: Partial<InitInputs>): void {
    const problems = Object.entries(inputFormats).flatMap(([name, [requirement, pattern, { example }]]) => {
        const value = inputs[name as keyof InitInputs];
        return value === undefined || pattern.test(value)
            ? []
            : `${name} is ${JSON.stringify(value)}: it must be ${requirement}, for example ${example}.`;
    });
    if (problems.length) throw new Error(problems.join("\n"));
}

/** What the stack's configuration says already, of what a user would be asked. */
export function readInitInputs(root: string, stack: string): Partial<InitInputs> {
    const core = readYamlDocument(getStackConfigFile({ root, stack }, "core"));
    const value = (key: string) => core.getIn(["config", key])?.toString();
    return {
        account: value(`${getProjectName("core")}:account`),
        region: value("aws:region"),
        email: value(`${getProjectName("core")}:alertEmail`),
    };
}

/** Which settings core's stack configuration has. */
export function createSettingLookup(root: string, stack: string): (setting: string) => boolean {
    const core = readYamlDocument(getStackConfigFile({ root, stack }, "core"));
    return (setting) => core.hasIn(["config", `${getProjectName("core")}:${setting}`]);
}

/** The Confluent Cloud API that kafka's stack configuration names. */
export const readConfluentEndpoint = (root: string, stack: string) =>
    readYamlDocument(getStackConfigFile({ root, stack }, "kafka"))
        .getIn(["config", "confluentcloud:endpoint"])
        ?.toString() ?? "https://api.confluent.cloud";

/**
 * Writes the answers, and what was found, into the layers' stack configuration. What is there and says the same stays as it
 * is; what says something else is refused before anything is written. Resolves with the files it wrote.
 */
export function writeStackConfig(
    root: string,
    stack: string,
    inputs: InitInputs,
    accountSettings: Record<string, string>,
): string[] {
    assertInitInputs(inputs);
    const changed: [file: string, document: Document][] = [];
    const conflicts: string[] = [];
    for (const layer of layerNames) {
        const file = getStackConfigFile({ root, stack }, layer);
        const document = readYamlDocument(file);
        const missing = Object.entries(buildStackConfig(inputs, accountSettings)[layer]).filter(([key, value]) => {
            const existing = document.getIn(["config", key]);
            if (existing !== undefined && String(existing) !== value)
                conflicts.push(`${file} says ${key}: ${existing}, not ${value}`);
            return existing === undefined;
        });
        for (const [key, value] of missing) document.setIn(["config", key], value);
        if (missing.length) changed.push([file, document]);
    }
    if (conflicts.length) {
        throw new Error(
            `${conflicts.join("; ")}: what is set is not changed here, as an environment does not move. Where nothing is up yet, or for the e-mail, ` +
                "use pulumi config set -C LAYER; else name another stack with PULUMI_STACK.",
        );
    }
    for (const [file, document] of changed) writeFileSync(file, document.toString({ indent: 4 }));
    return changed.map(([file]) => file);
}

const readYamlDocument = (file: string) => parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
