import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative } from "node:path";

export async function isExecutable(file: string): Promise<boolean> {
    return access(file, constants.X_OK).then(
        () => true,
        () => false,
    );
}

/** Finds a command on PATH; undefined if there is none. Ignores `excludedFolder` and its subfolders: tools we installed there. */
export async function findExecutable(
    name: string,
    { excludedFolder }: { excludedFolder?: string } = {},
): Promise<string | undefined> {
    const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
    for (const folder of folders) {
        const file = join(folder, name);
        const isExcluded = excludedFolder !== undefined && !relative(excludedFolder, folder).startsWith("..");
        if (!isExcluded && (await isExecutable(file))) return file;
    }
    return undefined;
}
