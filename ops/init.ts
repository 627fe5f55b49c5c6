import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Document, parseDocument } from "yaml";
import { inputFormats } from "../lib/input-formats";
import { getProjectName } from "../lib/names";
import { type Layer, layerNames } from "./environment";
import { getStackConfigFile } from "./pulumi/cli";

/** The settings of an environment that only the user knows. */
export interface InitInputs {
    account: string;
    region: string;
    email: string;
}

/** The stack configuration of each layer; `accountSettings` are core's, detected in the account. */
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

/** Throws with a sentence for each invalid input; inputs that are still missing are not checked. */
export function assertInitInputs(inputs: Partial<InitInputs>): void {
    const problems = Object.entries(inputFormats).flatMap(([name, [requirement, pattern, { example }]]) => {
        const value = inputs[name as keyof InitInputs];
        return value === undefined || pattern.test(value)
            ? []
            : `${name} is ${JSON.stringify(value)}: it must be ${requirement}, for example ${example}.`;
    });
    if (problems.length) throw new Error(problems.join("\n"));
}

/** The inputs that the stack configuration already has. */
export function readInitInputs(root: string, stack: string): Partial<InitInputs> {
    const core = readYamlDocument(getStackConfigFile({ root, stack }, "core"));
    const value = (key: string) => core.getIn(["config", key])?.toString();
    return {
        account: value(`${getProjectName("core")}:account`),
        region: value("aws:region"),
        email: value(`${getProjectName("core")}:alertEmail`),
    };
}

/** Returns whether core's stack configuration has a setting. */
export function createSettingLookup(root: string, stack: string): (setting: string) => boolean {
    const core = readYamlDocument(getStackConfigFile({ root, stack }, "core"));
    return (setting) => core.hasIn(["config", `${getProjectName("core")}:${setting}`]);
}

/** The URL of the Confluent Cloud API from kafka's stack configuration. */
export const readConfluentEndpoint = (root: string, stack: string) =>
    readYamlDocument(getStackConfigFile({ root, stack }, "kafka"))
        .getIn(["config", "confluentcloud:endpoint"])
        ?.toString() ?? "https://api.confluent.cloud";

/**
 * Writes inputs and account settings into the layers' stack configuration. Existing equal values stay as they are; a different
 * value is refused before anything is written. Returns the files it wrote.
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
                conflicts.push(`${file} has ${key}: ${existing}, not ${value}`);
            return existing === undefined;
        });
        for (const [key, value] of missing) document.setIn(["config", key], value);
        if (missing.length) changed.push([file, document]);
    }
    if (conflicts.length) {
        throw new Error(
            `${conflicts.join("; ")}: init does not change existing values, because an environment cannot move. If nothing is up yet, or ` +
                "for the e-mail address, use pulumi config set -C LAYER; otherwise name another stack with PULUMI_STACK.",
        );
    }
    for (const [file, document] of changed) writeFileSync(file, document.toString({ indent: 4 }));
    return changed.map(([file]) => file);
}

const readYamlDocument = (file: string) => parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
