import { inputFormats } from "../lib/input-formats";
import { getProjectName } from "../lib/names";
import { type Layer, layerNames } from "./environment";
import { editStackConfig, getStackConfigFile, readStackConfig } from "./stack-config";

/** The settings of an environment that only the user knows. */
export interface InitInputs {
    account: string;
    region: string;
    email: string;
    /** USD a month for the whole account. What it spends anyway must be below, or the deny is there at once. @default core's */
    budget?: string;
    /** ARNs of the IAM roles and users that may assume devmin's roles, separated by commas. @default whoever IAM lets */
    deployers?: string;
}

/** The stack configuration of each layer; `accountSettings` are core's, detected in the account. */
export function buildStackConfig(
    { account, region, email, budget, deployers }: InitInputs,
    accountSettings: Record<string, string>,
): Record<Layer, Record<string, string>> {
    const deployerSettings: Record<string, string> = deployers
        ? { deployers: JSON.stringify(deployers.split(",")) }
        : {};
    const coreSettings = {
        alertEmail: email,
        ...(budget && { monthlyBudget: budget }),
        ...deployerSettings,
        ...accountSettings,
    };
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
    const { config } = readStackConfig({ root, stack }, "core");
    const value = (key: string) => config[key]?.toString();
    return {
        account: value(`${getProjectName("core")}:account`),
        region: value("aws:region"),
        email: value(`${getProjectName("core")}:alertEmail`),
        budget: value(`${getProjectName("core")}:monthlyBudget`),
        deployers: toJsonList(config[`${getProjectName("core")}:deployers`])?.replaceAll(/[\s"[\]]/g, ""),
    };
}

/** A list in Pulumi's configuration as JSON: it may be in YAML, or JSON already. */
const toJsonList = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value?.toString());

/** Returns whether core's stack configuration has a setting. */
export function createSettingLookup(root: string, stack: string): (setting: string) => boolean {
    const { config } = readStackConfig({ root, stack }, "core");
    return (setting) => `${getProjectName("core")}:${setting}` in config;
}

/**
 * The URL of the Confluent Cloud API from kafka's stack configuration. @default https://api.confluent.cloud, but not beside an
 * emulator of AWS: a real cluster would be created, and billed, for an environment that is not real.
 */
export function readConfluentEndpoint(root: string, stack: string): string {
    const endpoint = readStackConfig({ root, stack }, "kafka").config["confluentcloud:endpoint"]?.toString();
    const { AWS_ENDPOINT_URL: awsEndpoint } = process.env;
    if (!endpoint && awsEndpoint) {
        throw new Error(
            `AWS_ENDPOINT_URL is ${awsEndpoint}, but kafka/Pulumi.${stack}.yaml has no confluentcloud:endpoint, so Confluent Cloud ` +
                "would be the real one: set confluentcloud:endpoint there as well (https://api.confluent.cloud if that is " +
                "intended), or unset AWS_ENDPOINT_URL.",
        );
    }
    return endpoint ?? "https://api.confluent.cloud";
}

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
    const env = { root, stack };
    const missing: [layer: Layer, values: [key: string, value: string][]][] = [];
    const conflicts: string[] = [];
    for (const layer of layerNames) {
        const { config } = readStackConfig(env, layer);
        const values = Object.entries(buildStackConfig(inputs, accountSettings)[layer]).filter(([key, value]) => {
            const existing = toJsonList(config[key]);
            if (existing !== undefined && existing !== value)
                conflicts.push(`${getStackConfigFile(env, layer)} has ${key}: ${existing}, not ${value}`);
            return existing === undefined;
        });
        if (values.length) missing.push([layer, values]);
    }
    if (conflicts.length) {
        throw new Error(
            `${conflicts.join("; ")}: init does not change existing values, because an environment cannot move. If nothing is up yet, or ` +
                "for the e-mail address, use pulumi config set -C LAYER; otherwise name another stack with PULUMI_STACK.",
        );
    }
    for (const [layer, values] of missing) {
        editStackConfig(env, layer, (document) => {
            for (const [key, value] of values) document.setIn(["config", key], value);
        });
    }
    return missing.map(([layer]) => getStackConfigFile(env, layer));
}
