import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../step";

export const secondClone: Step = {
    title: "a second clone takes the environment up",
    further: true,
    async play(stage, say) {
        // With the configuration, as a user's comes with the commit.
        const clone = stage.copy("second-clone");
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
