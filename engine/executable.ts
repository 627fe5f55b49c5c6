import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative } from "node:path";

export async function isExecutable(file: string): Promise<boolean> {
    return access(file, constants.X_OK).then(
        () => true,
        () => false,
    );
}

/** Looks a command up on PATH. `notIn` leaves out what we put there ourselves, which would pass for the user's own. */
export async function executable(name: string, { notIn }: { notIn?: string } = {}): Promise<string | undefined> {
    const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
    for (const folder of folders) {
        const file = join(folder, name);
        const left = notIn !== undefined && !relative(notIn, folder).startsWith("..");
        if (!left && (await isExecutable(file))) return file;
    }
    return undefined;
}
