import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { executable } from "./executable";
import { longCommand } from "./long-command";
import { cliModule, pinned } from "./pin";
import { versionOf } from "./version";
import type { Way } from "./way";
import { wholeFolder } from "./whole-folder";

/** The CLI from its own Go module, for a machine that reaches no more than a module proxy. Another pin is another folder. */
export async function build(home: string): Promise<Way> {
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(cliModule, file)));
    const folder = join(home, `built-${pinned}-${hash.digest("hex").slice(0, 12)}`);
    return {
        source: "built",
        pulumi: join(folder, "pulumi"),
        async make(say) {
            const go = await executable("go");
            if (!go) throw new Error("there is no Go to build it with");
            say(`building the Pulumi CLI ${pinned} with Go, some minutes the first time`);
            const log = join(home, "build.log");
            await wholeFolder(folder, async (part) => {
                await longCommand({
                    file: go,
                    args: [
                        "build",
                        "-v",
                        ...flags,
                        "-o",
                        join(part, "pulumi"),
                        "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
                    ],
                    cwd: cliModule,
                    env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
                    log,
                    life: (seconds, lines) => `still building, ${seconds} s, ${packagesIn(lines)} packages compiled`,
                    say,
                }).catch((error: Error) => {
                    throw new Error(`go could not build it (${error.message}; see ${log})`);
                });
                await versionOf(join(part, "pulumi"));
            });
        },
    };
}

const flags = [
    "-mod=readonly",
    "-buildvcs=false",
    `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinned}`,
];

/** `go build -v` prints a line a package, and one for each module it fetches first. */
const packagesIn = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("go: ")).length;
