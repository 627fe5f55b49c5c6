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
                `"127.0.0.1 ${s3ControlAccountHost}" to /etc/hosts, or leave out --providers official to use the offline providers.`,
        );
    });
}

/** Ensures that Pulumi has the official providers: on PATH, or installed now in the versions of the programs' SDKs. */
export async function ensureOfficialProviders(
    pulumi: (project: "core", args: string[]) => Promise<unknown>,
): Promise<void> {
    for (const name of officialProviders) {
        if (await findExecutable(`pulumi-resource-${name}`)) continue;
        const { version } = JSON.parse(readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8"));
        await pulumi("core", ["plugin", "install", "resource", name, `v${version}`]).catch((error: Error) => {
            const reason = error.message.trim().split("\n").at(-1);
            throw new Error(
                `the official provider ${name} ${version} is not on PATH and cannot be downloaded (${reason}): ` +
                    "put it on PATH, or leave out --providers official to use the offline providers.",
            );
        });
    }
}
