import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The Go module the CLI is built from; its `go.mod` is the only place where the version is written. */
export const cliModule = join(__dirname, "cli");

export const pinned = versionIn(readFileSync(join(cliModule, "go.mod"), "utf8"));

/** `pulumi stack migrate`, by which core's state moves into its own bucket, came with 3.254.0. */
export const oldest = "3.254.0";

function versionIn(goMod: string): string {
    const version = /\bgithub\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(goMod)?.[1];
    if (!version) throw new Error("engine/cli/go.mod names no version of github.com/pulumi/pulumi/pkg/v3; it must.");
    return version;
}
