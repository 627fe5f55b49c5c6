import { join } from "node:path";
import { createFolderAtomically } from "../../util/create-folder";
import { findExecutable } from "../../util/find-executable";
import { readCliVersion } from "../../util/pulumi-version";
import { runLongCommand } from "../../util/run-long-command";

const getFolder = (toolsFolder: string, version: string) => join(toolsFolder, `pulumi-${version}`);
const getCliInside = (version: string) => join("versions", version, "bin", "pulumi");

/** The path to which {@link downloadCli} installs the CLI, whether it exists or not. */
export const getDownloadedCli = (toolsFolder: string, version: string) =>
    join(getFolder(toolsFolder, version), getCliInside(version));

/**
 * Downloads the official CLI with its language hosts through Pulumi's own npm package: a wrapper that runs Pulumi's install
 * script on first use, into `PULUMI_HOME/versions`. Without internet access it fails within seconds; the message is a clause that
 * the caller completes.
 */
export async function downloadCli(toolsFolder: string, version: string, log: (line: string) => void): Promise<void> {
    const npm = await findExecutable("npm");
    if (!npm) throw new Error("npm is not on PATH to download it");
    log(`downloading the Pulumi CLI ${version} with npm`);
    const logFile = join(toolsFolder, "download.log");
    await createFolderAtomically(getFolder(toolsFolder, version), async (part) => {
        const npmFlags = ["--yes", "--fetch-retries=0", "--fetch-timeout=10000"];
        await runLongCommand({
            file: npm,
            args: ["exec", ...npmFlags, `--package=pulumi@${version}`, "--", "pulumi", "version"],
            cwd: part,
            env: { ...process.env, PULUMI_HOME: part, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "true" },
            logFile,
            formatProgress: (seconds) => `still downloading, ${seconds} s`,
            log,
            withinMs: 600_000,
        }).catch((error: Error) => {
            throw new Error(`the npm package pulumi could not download it (${error.message}; see ${logFile})`);
        });
        await readCliVersion(join(part, getCliInside(version)));
    });
}
