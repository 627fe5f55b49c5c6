import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { byItself, differences, dump } from "../dump";
import type { Say, Stage } from "../stage";
import type { Step } from "../step";

export const unjudged: Step = {
    title: "what another policy pack judged, or none, is not updated",
    async play(stage, say) {
        const before = await dump(stage.home);
        assert.match(
            await upWith(stage, "-u PULUMI_OPTION_POLICY_PACK", say),
            /must judge all of kafka .*, but none did/,
        );
        const other = join(stage.tree, "other-pack");
        cpSync(join(stage.tree, "policy-pack"), other, { recursive: true });
        appendFileSync(join(other, "pack.ts"), "// not the same\n");
        const another = await upWith(stage, `PULUMI_OPTION_POLICY_PACK="${other}"`, say);
        const [, wanted, judged] =
            /devmin \S+\+(\w{12}) must judge all of kafka .*, but devmin \S+\+(\w{12}) did/.exec(another) ?? [];
        assert.ok(wanted && judged && wanted !== judged, another);
        const changes = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
        assert.deepEqual(changes, []);
        return "a pulumi that takes the pack off, and one that attaches another: both refused after the preview, nothing changed";
    },
};

/** What `./devmin up kafka` says where the pulumi on PATH has an environment of its own. */
async function upWith(stage: Stage, own: string, say: Say): Promise<string> {
    const folder = join(stage.home, "wrapped");
    mkdirSync(folder, { recursive: true });
    const real = (await stage.run(["bash", "-c", "command -v pulumi"], say)).trim();
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\nexec env ${own} "${real}" "$@"\n`, { mode: 0o755 });
    const path = `PATH=${[folder, stage.variables.PATH].join(delimiter)}`;
    return stage.refused(["env", path, "./devmin", "up", "kafka", "--yes"], say);
}
