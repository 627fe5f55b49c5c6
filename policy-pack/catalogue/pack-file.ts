import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file of the pack: beside the catalogue's folder; or beside this, where the pack is one script. Undefined where there is none. */
export function packFile(name: string): string | undefined {
    const path = [__dirname, join(__dirname, "..")].map((folder) => join(folder, name)).find(existsSync);
    return path && readFileSync(path, "utf8");
}
