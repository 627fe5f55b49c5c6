import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** Where a file that its user writes is, and what messages call it: in the pack's own folder, or beside the node_modules it is installed in. */
export function packFileFor(pack: string, name: string): { path: string; named: string } {
    const [project, installed] = pack.split(`${sep}node_modules${sep}`);
    return installed
        ? { path: join(project as string, `devmin-${name}`), named: `devmin-${name}` }
        : { path: join(pack, name), named: `policy-pack/${name}` };
}

/** This file is in the pack's folder for the catalogue; or part of the one script the pack is made into, and that is in the pack's. */
const own = basename(__dirname) === "catalogue" ? dirname(__dirname) : __dirname;

/** Such a file, as messages name it, and what is in it; undefined where it is not there. */
export function packFile(name: string): { named: string; text: string | undefined } {
    const { path, named } = packFileFor(own, name);
    return { named, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };
}
