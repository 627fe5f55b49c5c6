/** Finds the Pulumi CLI: the one on PATH, otherwise the official one, downloaded with npm into `toolsFolder`. */
import { mkdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findExecutable, isExecutable } from "../../util/find-executable";
import { isOlder, readCliVersion } from "../../util/pulumi-version";
import { downloadCli, getDownloadedCli } from "./download-cli";

/** The version that is downloaded, and with which the programs are tested. */
export const pinnedVersion = "3.255.0";

/** The first version with `pulumi stack migrate`, which moves core's state into its own bucket. */
const minimumVersion = "3.254.0";

/** The program with which the engine runs Node programs; the official CLI includes it. */
const nodeLanguageHost = "pulumi-language-nodejs";

export interface PulumiInstallation {
    /** The absolute path of the CLI. */
    pulumi: string;
    /** Folders to append to PATH, so that the user's own programs take precedence. */
    pathFolders: string[];
    source: "PATH" | "npm";
    version: string;
    /** Whether a Node language host is beside the CLI or on PATH; behind a wrapper script it may be elsewhere. */
    hasLanguageHost: boolean;
}

export interface FindCliOptions {
    /** The folder of this clone for downloads: `.devmin/tools`. */
    toolsFolder: string;
    /** A folder on PATH that is ignored. */
    excludedFolder?: string;
}

/** Looks on PATH and in `toolsFolder`; undefined when there is no CLI. Throws when it is too old or does not run. */
export async function findPulumiCli({
    toolsFolder,
    excludedFolder,
}: FindCliOptions): Promise<PulumiInstallation | undefined> {
    const installed = await findExecutable("pulumi", { excludedFolder });
    if (installed) {
        const version = await readCliVersion(installed);
        if (isOlder(version, minimumVersion)) {
            throw new Error(
                `${installed} on PATH is Pulumi ${version}, devmin needs ${minimumVersion} or later: ` +
                    "upgrade it, or remove it from PATH and devmin downloads its own.",
            );
        }
        const bundledHost = join(dirname(await realpath(installed)), nodeLanguageHost);
        const hasLanguageHost =
            (await isExecutable(bundledHost)) || Boolean(await findExecutable(nodeLanguageHost, { excludedFolder }));
        return { pulumi: installed, pathFolders: [], source: "PATH", version, hasLanguageHost };
    }
    const pulumi = getDownloadedCli(toolsFolder, pinnedVersion);
    if (!(await isExecutable(pulumi))) return undefined;
    return {
        pulumi,
        pathFolders: [dirname(pulumi)],
        source: "npm",
        version: pinnedVersion,
        hasLanguageHost: true,
    };
}

/** Finds the CLI or downloads it. Throws, naming what to install, when neither is possible. */
export async function ensurePulumiCli(
    options: FindCliOptions & { log: (line: string) => void },
): Promise<PulumiInstallation> {
    return (await findPulumiCli(options)) ?? (await download(options));
}

async function download({
    toolsFolder,
    log,
}: FindCliOptions & { log: (line: string) => void }): Promise<PulumiInstallation> {
    await mkdir(toolsFolder, { recursive: true });
    await downloadCli(toolsFolder, pinnedVersion, log).catch((error: Error) => {
        throw new Error(
            `no Pulumi CLI on PATH, and ${error.message}: ` +
                `install Pulumi ${pinnedVersion} (https://www.pulumi.com/docs/install), then try again.`,
        );
    });
    return (await findPulumiCli({ toolsFolder, excludedFolder: toolsFolder })) as PulumiInstallation;
}
