import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** The path of a user's file and its name in messages: in the pack's folder, or next to the node_modules it is installed in. */
export function locatePackFile(folder: string, name: string): { path: string; label: string } {
    const [projectFolder, packagePath] = folder.split(`${sep}node_modules${sep}`);
    return packagePath
        ? { path: join(projectFolder as string, `devmin-${name}`), label: `devmin-${name}` }
        : { path: join(folder, name), label: `policy-pack/${name}` };
}

/** The pack's folder: above runtime/, or the folder of the bundled script. */
const packFolder = basename(__dirname) === "runtime" ? dirname(__dirname) : __dirname;

/** A user's file: its name in messages, and its text; undefined where there is no file. */
export function readPackFile(name: string): { label: string; text: string | undefined } {
    const { path, label } = locatePackFile(packFolder, name);
    return { label, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };
}
