/** Finds the Pulumi CLI: the one on PATH, else the official one by its npm package, else one built here with Go. */
import { mkdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "./build";
import { download } from "./download";
import { executable, isExecutable } from "./executable";
import { languageHost } from "./language-host";
import { oldest, pinned } from "./pin";
import { isOlder, versionOf } from "./version";
import type { Way } from "./way";

export interface Engine {
    /** The absolute path of the CLI. */
    pulumi: string;
    /** Folders to append at the end of PATH, so that whatever official thing the user has wins. */
    path: string[];
    source: "PATH" | "npm" | "built";
    version: string;
}

export interface FindEngine {
    /** The folder for what is fetched or built; it keeps what it has. */
    tools: string;
    say: (line: string) => void;
}

export async function findEngine({ tools, say }: FindEngine): Promise<Engine> {
    await mkdir(join(tools, "engine"), { recursive: true });
    const home = await realpath(join(tools, "engine")); // the CLI compares real paths, and warns where they differ
    const installed = await executable("pulumi", { notIn: home });
    if (installed) return fromPath(installed, home);

    const ways = [download(home), await build(home)];
    for (const way of ways) {
        if (await isExecutable(way.pulumi)) return ours(way);
    }
    const reasons: string[] = [];
    for (const way of ways) {
        try {
            await way.make(say);
            return await ours(way);
        } catch (error) {
            reasons.push((error as Error).message);
            say(reasons.at(-1) ?? "");
        }
    }
    throw new Error(
        `There is no Pulumi CLI: none is on PATH; ${reasons.join("; ")}. ` +
            `Install Pulumi ${pinned} (https://www.pulumi.com/docs/install) or Go (https://go.dev/dl), then try again.`,
    );
}

async function fromPath(pulumi: string, home: string): Promise<Engine> {
    const version = await versionOf(pulumi);
    if (isOlder(version, oldest)) {
        throw new Error(
            `${pulumi} on PATH is Pulumi ${version}, devmin needs ${oldest} or later: ` +
                "upgrade it, or take it off PATH and devmin brings its own.",
        );
    }
    const beside = join(dirname(await realpath(pulumi)), languageHost.name);
    const hasHost = (await isExecutable(beside)) || (await executable(languageHost.name, { notIn: home }));
    return { pulumi, path: hasHost ? [] : [languageHost.folder], source: "PATH", version };
}

async function ours({ pulumi, source }: Way): Promise<Engine> {
    if (source === "built") await languageHost.linkBeside(pulumi);
    return { pulumi, path: [dirname(pulumi)], source, version: pinned };
}
