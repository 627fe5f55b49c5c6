/** A folder of this machine that a container sees under another path. */
export interface Mount {
    containerPath: string;
    folder: string;
}

/**
 * Replaces the container's paths in a command or a setting by the real folders: there is no file system of its own to mount them in.
 *
 * @example mounted("node /app/main.mjs", [{ containerPath: "/app", folder: "/home/me/task/app" }])
 *          // "node /home/me/task/app/main.mjs"
 */
export function resolveMountPaths(text: string, mounts: readonly Mount[]): string {
    // One pass over all of them, longest first: a real folder is not looked at again.
    const paths = mounts
        .map(({ containerPath }) => containerPath.replace(/\/+$/, ""))
        .sort((a, b) => b.length - a.length);
    if (paths.length === 0) return text;
    const any = paths.map((path) => path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
    const folderOf = new Map(mounts.map(({ containerPath, folder }) => [containerPath.replace(/\/+$/, ""), folder]));
    return text.replace(new RegExp(`(?<![\\w./-])(${any})(?![\\w.-])`, "g"), (path) => folderOf.get(path) ?? path);
}
