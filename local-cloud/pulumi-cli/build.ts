/** Builds the Pulumi CLI from its Go module, for machines that can reach only a Go module proxy. For the local cloud only. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { createFolderAtomically } from "../../util/create-folder";
import { findExecutable, isExecutable } from "../../util/find-executable";
import { readCliVersion } from "../../util/pulumi-version";
import { runLongCommand } from "../../util/run-long-command";
import { builtVersion } from "./pin";

export interface BuiltCli {
    /** The CLI's wrapper, which refuses backends and endpoints that are not on loopback. */
    pulumi: string;
    /** The wrapper's folder, for the end of PATH. */
    folder: string;
    version: string;
}

/** The folder of the local cloud's Node language host, to put on PATH for a CLI without the official one. */
export const languageHostFolder = join(__dirname, "language-host");

/** The CLI that was built into `toolsFolder` before; undefined if there is none of this version. */
export async function findBuiltCli(toolsFolder: string): Promise<BuiltCli | undefined> {
    const folder = await getBuildFolder(toolsFolder);
    return (await isExecutable(join(folder, "libexec", "pulumi"))) ? linkBuiltCli(folder) : undefined;
}

/** Builds the CLI into `toolsFolder`, in a folder of its version. Throws the reason as part of a sentence. */
export async function buildCli(toolsFolder: string, log: (line: string) => void): Promise<BuiltCli> {
    const go = await findExecutable("go");
    if (!go) throw new Error("go is not on PATH");
    log(`building the Pulumi CLI ${builtVersion} with Go, some minutes the first time`);
    const folder = await getBuildFolder(toolsFolder);
    const logFile = join(dirname(folder), "build.log");
    await createFolderAtomically(folder, async (part) => {
        const binary = join(part, "libexec", "pulumi");
        await runLongCommand({
            file: go,
            args: ["build", "-v", ...goBuildFlags, "-o", binary, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
            cwd: __dirname,
            env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
            logFile,
            formatProgress: (seconds, lines) =>
                `still building, ${seconds} s, ${countPackages(lines)} packages compiled`,
            log,
        }).catch((error: Error) => {
            throw new Error(`go could not build it (${error.message}; see ${logFile})`);
        });
        await readCliVersion(binary);
    });
    return linkBuiltCli(folder);
}

async function getBuildFolder(toolsFolder: string): Promise<string> {
    const home = join(toolsFolder, "pulumi-cli");
    await mkdir(home, { recursive: true });
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(__dirname, file)));
    // The CLI compares real paths, and warns where they differ.
    return join(await realpath(home), `built-${builtVersion}-${hash.digest("hex").slice(0, 12)}`);
}

const goBuildFlags = [
    "-mod=readonly",
    "-buildvcs=false",
    `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${builtVersion}`,
];

/** `go build -v` prints a line for each package, and one for each module that it downloads. */
const countPackages = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("go: ")).length;

/** Links this clone's wrapper and language host into the folder: with a host from PATH, every command would print a warning. */
async function linkBuiltCli(folder: string): Promise<BuiltCli> {
    const pulumi = join(folder, "pulumi");
    await linkAtomically(join(__dirname, "bin", "pulumi"), pulumi);
    const host = "pulumi-language-nodejs";
    await linkAtomically(join(languageHostFolder, host), join(folder, "libexec", host));
    return { pulumi, folder, version: builtVersion };
}

async function linkAtomically(target: string, link: string): Promise<void> {
    const draft = await mkdtemp(join(dirname(link), "link-"));
    await symlink(relative(dirname(link), target), join(draft, "link"));
    await rename(join(draft, "link"), link);
    await rm(draft, { recursive: true });
}
