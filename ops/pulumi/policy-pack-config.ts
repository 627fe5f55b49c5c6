import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Settings of the policy pack from the shell, by policy: limits only. */
export type PolicyPackConfig = Record<string, unknown>;

/**
 * Reads the file that PULUMI_OPTION_POLICY_PACK_CONFIG names, relative to a project's folder as in Pulumi. Throws when the file
 * weakens a guardrail: engine events would not show it, because the pack has advisory policies of its own.
 */
export function readPolicyPackConfig(
    folder: string,
    configPath = process.env.PULUMI_OPTION_POLICY_PACK_CONFIG,
): PolicyPackConfig | undefined {
    if (!configPath) return undefined;
    const file = resolve(folder, configPath);
    if (!existsSync(file))
        throw new Error(`PULUMI_OPTION_POLICY_PACK_CONFIG names ${file}, which does not exist: unset it.`);
    const config = readConfigFile(file);
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

function readConfigFile(file: string): PolicyPackConfig {
    try {
        return JSON.parse(readFileSync(file, "utf8").trim() || "{}");
    } catch (error) {
        throw new Error(
            `${file} is not valid JSON (${(error as Error).message}): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG.`,
        );
    }
}
