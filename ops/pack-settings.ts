import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** What the shell sets of the policy pack, by policy: its limits. */
export type PackSettings = Record<string, unknown>;

/**
 * The settings in the file that PULUMI_OPTION_POLICY_PACK_CONFIG names, as Pulumi finds it from a project's folder. Refuses a file
 * that makes less of a guardrail: the events would not tell, as the pack has advice of its own.
 */
export function packSettingsFrom(
    folder: string,
    given = process.env.PULUMI_OPTION_POLICY_PACK_CONFIG,
): PackSettings | undefined {
    if (!given) return undefined;
    const file = resolve(folder, given);
    if (!existsSync(file))
        throw new Error(`PULUMI_OPTION_POLICY_PACK_CONFIG names ${file}, and there is none: unset it.`);
    const settings = settingsIn(file);
    for (const [policy, set] of Object.entries(settings)) {
        const level = typeof set === "string" ? set : (set as { enforcementLevel?: unknown } | null)?.enforcementLevel;
        if (level === undefined || level === "mandatory") continue;
        throw new Error(
            `${file} makes ${policy} ${level}: only limits may be set there. Take it out, or waive the one resource it is ` +
                "about in policy-pack/waivers.json.",
        );
    }
    return settings;
}

function settingsIn(file: string): PackSettings {
    try {
        return JSON.parse(readFileSync(file, "utf8").trim() || "{}");
    } catch (error) {
        throw new Error(
            `${file} is no JSON (${(error as Error).message}): correct it, or unset PULUMI_OPTION_POLICY_PACK_CONFIG.`,
        );
    }
}
