import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../step";

export const secondClone: Step = {
    title: "a second clone can join the environment",
    extended: true,
    async run(workspace, log) {
        // With the configuration, which users commit.
        const clone = workspace.copyTree("second-clone");
        const home = join(clone, ".pulumi-home");
        mkdirSync(home);
        const execOptions = {
            cwd: clone,
            env: { ...workspace.env, PULUMI_HOME: home, PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack") },
        };
        const config = join(clone, "core", "Pulumi.local.yaml");
        const committed = readFileSync(config, "utf8");
        writeFileSync(config, committed.replace(/^secretsprovider:.*\n/m, ""));
        const uncommitted = await workspace.exec(["./devmin", "bootstrap"], { ...execOptions, log });
        assert.equal(uncommitted.exitCode, 1);
        assert.match(uncommitted.output, /the stack local is already up, .* add the line secretsprovider: awskms:/);
        writeFileSync(config, committed);
        const output = await workspace.run(["./devmin", "join"], log, execOptions);
        for (const project of ["core", "kafka", "demo", "summary"]) {
            assert.match(output, new RegExp(`^${project} +no change$`, "m"));
        }
        return "another bootstrap was refused; four stacks selected and previewed in another folder: no change";
    },
};
