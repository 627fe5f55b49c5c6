/** A local folder and its path in the container. */
export interface Mount {
    containerPath: string;
    folder: string;
}

/**
 * Replaces the container's paths in a text by the local folders: a container here has no file system in which to mount them.
 *
 * @example resolveMountPaths("node /app/main.mjs", [{ containerPath: "/app", folder: "/home/me/task/app" }])
 *          // "node /home/me/task/app/main.mjs"
 */
export function resolveMountPaths(text: string, mounts: readonly Mount[]): string {
    // One pass, longest path first, so that a local folder is not replaced again.
    const paths = mounts
        .map(({ containerPath }) => containerPath.replace(/\/+$/, ""))
        .sort((a, b) => b.length - a.length);
    if (paths.length === 0) return text;
    const any = paths.map((path) => path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
    const folderOf = new Map(mounts.map(({ containerPath, folder }) => [containerPath.replace(/\/+$/, ""), folder]));
    return text.replace(new RegExp(`(?<![\\w./-])(${any})(?![\\w.-])`, "g"), (path) => folderOf.get(path) ?? path);
}
