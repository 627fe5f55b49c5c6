import { readFileSync } from "node:fs";
import { findExecutable } from "../../util/find-executable";

const officialProviders = ["aws", "confluentcloud"];

/** Ensures that Pulumi has the official providers: on PATH, or installed now in the versions of the programs' SDKs. */
export async function ensureOfficialProviders(
    pulumi: (project: "core", args: string[]) => Promise<unknown>,
): Promise<void> {
    for (const name of officialProviders) {
        if (await findExecutable(`pulumi-resource-${name}`)) continue;
        const { version } = JSON.parse(readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8"));
        await pulumi("core", ["plugin", "install", "resource", name, `v${version}`]).catch((error: Error) => {
            const reason = error.message.trim().split("\n").at(-1);
            throw new Error(
                `the official provider ${name} ${version} is not on PATH and cannot be downloaded (${reason}): ` +
                    "put it on PATH, or leave out --providers official to use the offline providers.",
            );
        });
    }
}
