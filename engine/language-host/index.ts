import { mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

const name = "pulumi-language-nodejs";

/** The Node language host of ours, for a CLI that comes without the official one. */
export const languageHost = {
    name,
    folder: __dirname,
    /** Beside the CLI it counts as the CLI's own; found on PATH alone, every command would warn about it. */
    async linkBeside(pulumi: string): Promise<void> {
        const folder = dirname(pulumi);
        const draft = await mkdtemp(join(folder, "link-"));
        await symlink(relative(folder, join(__dirname, name)), join(draft, name));
        await rename(join(draft, name), join(folder, name));
        await rm(draft, { recursive: true });
    },
};
