import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Asks a CLI for its version, which also shows that it runs on this machine. */
export async function readCliVersion(pulumi: string): Promise<string> {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const output = await promisify(execFile)(pulumi, ["version"], { env }).then(
        ({ stdout }) => stdout.trim(),
        (error: Error) => {
            throw new Error(`${pulumi} does not run (${error.message.trim()}): repair it or take it away.`);
        },
    );
    const version = /^v?(\d+\.\d+\.\d+\S*)$/.exec(output)?.[1];
    if (!version) throw new Error(`${pulumi} version says "${output}", not a version: repair it or take it away.`);
    return version;
}

export function isOlder(version: string, than: string): boolean {
    return version.localeCompare(than, "en", { numeric: true }) < 0;
}
