import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** SHA-256 of the names and contents of all files below a folder, except for node_modules. */
export function hashFolder(folder: string): string {
    const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .filter((file) => !file.startsWith("node_modules"))
        .sort()
        .map((file) => `${hashSha256(readFileSync(join(folder, file)))} ${file}`);
    return hashSha256(lines.join("\n"));
}

/** A policy pack's version with the first twelve digits of its digest: `0.1.0+3f2a8c0d9b1e`. */
export function readPackVersion(folder: string): string {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${version}+${hashFolder(folder).slice(0, 12)}`;
}

const hashSha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
