import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** Where a file that its user writes is, and what messages call it: in the pack's own folder, or beside the node_modules it is installed in. */
export function locatePackFile(folder: string, name: string): { path: string; label: string } {
    const [projectFolder, packagePath] = folder.split(`${sep}node_modules${sep}`);
    return packagePath
        ? { path: join(projectFolder as string, `devmin-${name}`), label: `devmin-${name}` }
        : { path: join(folder, name), label: `policy-pack/${name}` };
}

/** This file is in the pack's folder for the catalogue; or part of the one script the pack is made into, and that is in the pack's. */
const packFolder = basename(__dirname) === "runtime" ? dirname(__dirname) : __dirname;

/** Such a file, as messages name it, and what is in it; undefined where it is not there. */
export function readPackFile(name: string): { label: string; text: string | undefined } {
    const { path, label } = locatePackFile(packFolder, name);
    return { label, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };
}
