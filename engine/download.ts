import { join } from "node:path";
import { executable } from "./executable";
import { longCommand } from "./long-command";
import { pinned } from "./pin";
import { versionOf } from "./version";
import type { Way } from "./way";
import { wholeFolder } from "./whole-folder";

/**
 * The official CLI with its language hosts, by Pulumi's own npm package: a wrapper that runs Pulumi's install script on
 * first use, into `PULUMI_HOME/versions`. Without the internet it fails within seconds.
 */
export function download(home: string): Way {
    const folder = join(home, `official-${pinned}`);
    const cli = join("versions", pinned, "bin", "pulumi");
    return {
        source: "npm",
        pulumi: join(folder, cli),
        async make(say) {
            const npm = await executable("npm");
            if (!npm) throw new Error("there is no npm to download it with");
            say(`downloading the Pulumi CLI ${pinned} by its npm package`);
            const log = join(home, "download.log");
            await wholeFolder(folder, async (part) => {
                const quick = ["--yes", "--fetch-retries=0", "--fetch-timeout=10000"];
                await longCommand({
                    file: npm,
                    args: ["exec", ...quick, `--package=pulumi@${pinned}`, "--", "pulumi", "version"],
                    cwd: part,
                    env: {
                        ...process.env,
                        PULUMI_HOME: part,
                        PULUMI_VERSION: pinned,
                        PULUMI_SKIP_UPDATE_CHECK: "true",
                    },
                    log,
                    life: (seconds) => `still downloading, ${seconds} s`,
                    say,
                    withinMs: 600_000,
                }).catch((error: Error) => {
                    throw new Error(`the npm package pulumi could not download it (${error.message}; see ${log})`);
                });
                await versionOf(join(part, cli));
            });
        },
    };
}
