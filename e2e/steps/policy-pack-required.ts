import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { backgroundChangePattern, diffDumps, dumpClouds } from "../cloud-dump";
import type { Step } from "../step";
import type { Log, Workspace } from "../workspace";

export const policyPackRequired: Step = {
    title: "an update without devmin's own policy pack is refused",
    async run(workspace, log) {
        const before = await dumpClouds(workspace.home);
        assert.match(
            await runUpWithEnv(workspace, "-u PULUMI_OPTION_POLICY_PACK", log),
            /must evaluate all of kafka .*, but no pack did/,
        );
        const other = join(workspace.tree, "other-pack");
        cpSync(join(workspace.tree, "policy-pack"), other, { recursive: true });
        appendFileSync(join(other, "index.ts"), "// not the same\n");
        const another = await runUpWithEnv(workspace, `PULUMI_OPTION_POLICY_PACK="${other}"`, log);
        const [, wanted, evaluated] =
            /devmin \S+\+(\w{12}) must evaluate all of kafka .*, but only devmin \S+\+(\w{12}) did/.exec(another) ?? [];
        assert.ok(wanted && evaluated && wanted !== evaluated, another);
        const changes = diffDumps(before, await dumpClouds(workspace.home)).filter(
            (change) => !backgroundChangePattern.test(change),
        );
        assert.deepEqual(changes, []);
        return "a shell without the pack, and one with another pack: both refused after the preview, nothing changed";
    },
};

/** The output of `./devmin up kafka` where the pulumi on PATH runs with these arguments of `env`. */
async function runUpWithEnv(workspace: Workspace, envArgs: string, log: Log): Promise<string> {
    const folder = join(workspace.home, "wrapped");
    mkdirSync(folder, { recursive: true });
    const real = (await workspace.run(["bash", "-c", "command -v pulumi"], log)).trim();
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\nexec env ${envArgs} "${real}" "$@"\n`, { mode: 0o755 });
    const path = `PATH=${[folder, workspace.env.PATH].join(delimiter)}`;
    return workspace.expectRefusal(["env", path, "./devmin", "up", "kafka", "--yes"], log);
}
