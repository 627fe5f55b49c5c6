import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Returns the version of a Pulumi CLI, for example `3.200.0`. Throws if the file does not run on this machine. */
export async function readCliVersion(pulumi: string): Promise<string> {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const output = await promisify(execFile)(pulumi, ["version"], { env }).then(
        ({ stdout }) => stdout.trim(),
        (error: Error) => {
            throw new Error(`${pulumi} does not run (${error.message.trim()}): repair or remove it.`);
        },
    );
    const version = /^v?(\d+\.\d+\.\d+\S*)$/.exec(output)?.[1];
    if (!version) throw new Error(`${pulumi} version prints "${output}", which is not a version: repair or remove it.`);
    return version;
}

export function isOlder(version: string, than: string): boolean {
    return version.localeCompare(than, "en", { numeric: true }) < 0;
}
