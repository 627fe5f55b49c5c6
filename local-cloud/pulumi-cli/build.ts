/** The Pulumi CLI from its own Go module, for a machine that reaches no more than a module proxy. For the local cloud alone. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { createFolderAtomically } from "../../util/create-folder";
import { findExecutable, isExecutable } from "../../util/find-executable";
import { readCliVersion } from "../../util/pulumi-version";
import { runLongCommand } from "../../util/run-long-command";
import { builtVersion } from "./pin";

export interface BuiltCli {
    /** The CLI's wrapper, which refuses what is not loopback. */
    pulumi: string;
    /** The folder of the wrapper, for the end of PATH. */
    folder: string;
    version: string;
}

/** The Node language host of the local cloud, for a CLI that comes without the official one: the folder to put on PATH. */
export const languageHostFolder = join(__dirname, "language-host");

/** The CLI that was built into `toolsFolder` before; undefined when there is none of this version. */
export async function findBuiltCli(toolsFolder: string): Promise<BuiltCli | undefined> {
    const folder = await getBuildFolder(toolsFolder);
    return (await isExecutable(join(folder, "libexec", "pulumi"))) ? linkBuiltCli(folder) : undefined;
}

/** Builds the CLI into `toolsFolder`. Another pinned version is another folder. Throws the reason, as part of a sentence. */
export async function buildCli(toolsFolder: string, log: (line: string) => void): Promise<BuiltCli> {
    const go = await findExecutable("go");
    if (!go) throw new Error("there is no Go to build it with");
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

/** `go build -v` prints a line a package, and one for each module it fetches first. */
const countPackages = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("go: ")).length;

/** Links this clone's wrapper over the binary, and its language host beside it: found on PATH alone, every command would warn. */
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
