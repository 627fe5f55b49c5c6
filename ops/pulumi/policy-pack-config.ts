import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatRenamedPolicy, replaceOldPolicyNames } from "../../policy-pack/runtime/renamed-policies";
import type { Log, Variables } from "./cli";

/** Settings of the policy pack from the shell, by policy: limits only. */
export type PolicyPackConfig = Record<string, unknown>;

/**
 * Reads the file that PULUMI_OPTION_POLICY_PACK_CONFIG names, relative to a project's folder as in Pulumi. Throws when the file
 * weakens a guardrail: engine events would not show it, because the pack has advisory policies of its own.
 */
export function readPolicyPackConfig(
    folder: string,
    configPath = process.env.PULUMI_OPTION_POLICY_PACK_CONFIG,
    log: Log = () => {},
): PolicyPackConfig | undefined {
    if (!configPath) return undefined;
    const file = resolve(folder, configPath);
    if (!existsSync(file))
        throw new Error(`PULUMI_OPTION_POLICY_PACK_CONFIG names ${file}, which does not exist: unset it.`);
    const { settings: config, oldNames } = replaceOldPolicyNames(readConfigFile(file), file);
    for (const oldName of oldNames) log(`${formatRenamedPolicy(oldName, file)}.`);
    for (const [policy, policyConfig] of Object.entries(config)) {
        const level =
            typeof policyConfig === "string"
                ? policyConfig
                : (policyConfig as { enforcementLevel?: unknown } | null)?.enforcementLevel;
        if (level === undefined || level === "mandatory") continue;
        throw new Error(
            `${file} makes ${policy} ${level}: only limits can be set there. Remove it, or waive the policy for one ` +
                "resource in policy-pack/waivers.json.",
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
            `${file} is not valid JSON (${(error as Error).message}): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG.`,
        );
    }
}
