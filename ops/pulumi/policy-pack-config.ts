import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatRenamedPolicy, replaceOldPolicyNames } from "../../policy-pack/runtime/renamed-policies";
import type { Log, Variables } from "./cli";

/** What the shell sets of the policy pack, by policy: its limits. */
export type PolicyPackConfig = Record<string, unknown>;

/**
 * The settings in the file that PULUMI_OPTION_POLICY_PACK_CONFIG names, as Pulumi finds it from a project's folder. Refuses a file
 * that makes less of a guardrail: the events would not tell, as the pack has advice of its own.
 */
export function readPolicyPackConfig(
    folder: string,
    configPath = process.env.PULUMI_OPTION_POLICY_PACK_CONFIG,
    log: Log = () => {},
): PolicyPackConfig | undefined {
    if (!configPath) return undefined;
    const file = resolve(folder, configPath);
    if (!existsSync(file))
        throw new Error(`PULUMI_OPTION_POLICY_PACK_CONFIG names ${file}, and there is none: unset it.`);
    const { settings: config, oldNames } = replaceOldPolicyNames(readConfigFile(file), file);
    for (const oldName of oldNames) log(`${formatRenamedPolicy(oldName, file)}.`);
    for (const [policy, policyConfig] of Object.entries(config)) {
        const level =
            typeof policyConfig === "string"
                ? policyConfig
                : (policyConfig as { enforcementLevel?: unknown } | null)?.enforcementLevel;
        if (level === undefined || level === "mandatory") continue;
        throw new Error(
            `${file} makes ${policy} ${level}: only limits may be set there. Take it out, or waive the one resource it is ` +
                "about in policy-pack/waivers.json.",
        );
    }
    return config;
}

/**
 * Writes the settings, with current policy names, to a folder, and returns the variable by which Pulumi finds them; none without
 * settings. So preview and update use the same settings, whatever becomes of the user's file meanwhile.
 */
export function writePolicyPackConfig(folder: string, config: PolicyPackConfig | undefined): Variables {
    if (!config) return {};
    const file = join(folder, "policy-pack-config.json");
    writeFileSync(file, JSON.stringify(config));
    return { PULUMI_OPTION_POLICY_PACK_CONFIG: file };
}

function readConfigFile(file: string): PolicyPackConfig {
    try {
        return JSON.parse(readFileSync(file, "utf8").trim() || "{}");
    } catch (error) {
        throw new Error(
            `${file} is no JSON (${(error as Error).message}): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG.`,
        );
    }
}
