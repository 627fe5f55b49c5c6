import { lookup } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { findExecutable } from "../../util/find-executable";
import { s3ControlAccountHost } from "../aws/local-account";

const officialProviders = ["aws", "confluentcloud"];

/** Throws, with what to do, unless the host resolves that the official AWS provider calls for a bucket's tags. */
export async function assertS3ControlResolves(resolve: (host: string) => Promise<unknown> = lookup): Promise<void> {
    await resolve(s3ControlAccountHost).catch(() => {
        throw new Error(
            `the official AWS provider calls ${s3ControlAccountHost}, which this machine does not resolve: add the line ` +
                `"127.0.0.1 ${s3ControlAccountHost}" to /etc/hosts`,
        );
    });
}

/**
 * Ensures that Pulumi has the official providers: on PATH, in its plugin cache, or installed there now, in the versions of the
 * programs' SDKs. `pulumi` runs the CLI with arguments, and rejects with what it printed.
 */
export async function ensureOfficialProviders(pulumi: (args: string[]) => Promise<unknown>): Promise<void> {
    for (const name of officialProviders) {
        if (await findExecutable(`pulumi-resource-${name}`)) continue;
        const { version } = JSON.parse(readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8"));
        await pulumi(["plugin", "install", "resource", name, `v${version}`]).catch((error: Error) => {
            throw new Error(
                `the official provider ${name} ${version} is not on PATH and cannot be downloaded (${findReason(error.message)})`,
            );
        });
    }
}

/** Of Pulumi's five tries: the network's error, or else its last line. */
function findReason(output: string): string {
    const lines = output.trim().split("\n");
    const failure = lines.find((line) => line.includes("Error downloading plugin: "));
    return (failure ?? lines.at(-1) ?? "").replace(/^.*Error downloading plugin: /, "").trim();
}
