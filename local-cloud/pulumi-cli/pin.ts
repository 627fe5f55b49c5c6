import { readFileSync } from "node:fs";
import { join } from "node:path";

const goMod = readFileSync(join(__dirname, "go.mod"), "utf8");

/** The version in `go.mod`: the same that devmin downloads; a test compares the two. */
export const builtVersion = parseVersion(goMod);

function parseVersion(text: string): string {
    const version = /\bgithub\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(text)?.[1];
    if (version) return version;
    throw new Error("local-cloud/pulumi-cli/go.mod names no version of github.com/pulumi/pulumi/pkg/v3; it must.");
}
