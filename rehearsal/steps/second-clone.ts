import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../step";

export const secondClone: Step = {
    title: "a second clone takes the environment up",
    further: true,
    async play(stage, say) {
        const clone = stage.copy("second-clone");
        // A user's configuration comes with the commit; the local cloud's is ignored by git and so carried over.
        for (const folder of [".", "core", "kafka", "demo"]) {
            copyFileSync(join(stage.tree, folder, "Pulumi.local.yaml"), join(clone, folder, "Pulumi.local.yaml"));
        }
        const home = join(clone, ".pulumi-home");
        mkdirSync(home);
        const said = await stage.run(["./devmin", "join"], say, {
            folder: clone,
            variables: { ...stage.variables, PULUMI_HOME: home, PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack") },
        });
        for (const project of ["core", "kafka", "demo", "card"]) {
            assert.match(said, new RegExp(`^${project} +the same$`, "m"));
        }
        return "four stacks selected and previewed in another folder: no change";
    },
};
