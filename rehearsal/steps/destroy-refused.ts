import assert from "node:assert/strict";
import { join } from "node:path";
import { environmentAt } from "../../ops/environment";
import { sessionIn, variablesOf } from "../../ops/roles";
import { resourcesInBucket } from "../../ops/state";
import { byItself, differences, dump } from "../dump";
import { inRole, type Say, type Stage } from "../stage";
import type { Step } from "../step";

type Kept = "core" | "kafka";

/** What a refused destroy leaves all the same: Pulumi's own notes of it, and its state written anew. */
const notes =
    /^. aws\/objects\/.*devmin-core-local-state-.*\/\.pulumi\/(stacks|history|backups|locks)\/.*devmin-(core|kafka)/;

const ways: Record<string, (stage: Stage, layer: Kept, say: Say) => Promise<string>> = {
    "with a preview": (stage, layer, say) => byHand(stage, layer, [], say),
    "without one": (stage, layer, say) => byHand(stage, layer, ["--skip-preview"], say),
    "through the Automation API": throughAutomation,
};

export const destroyRefused: Step = {
    title: "core and kafka are not destroyed unasked, whichever way",
    further: true,
    async play(stage, say) {
        const env = environmentAt(stage.tree, "local");
        for (const layer of ["core", "kafka"] as const) {
            const before = await dump(stage.home);
            const known = await resourcesInBucket(env, layer);
            for (const [how, way] of Object.entries(ways)) {
                assert.match(await way(stage, layer, say), /cannot be deleted.*protected/s);
                const changes = differences(before, await dump(stage.home));
                assert.deepEqual(
                    changes.filter((change) => ![notes, byItself].some((known) => known.test(change))),
                    [],
                    `destroy of ${layer} ${how} deletes nothing`,
                );
            }
            assert.deepEqual(
                (await resourcesInBucket(env, layer))?.map(({ urn }) => urn),
                known?.map(({ urn }) => urn),
            );
        }
        const refused = await stage.refused(["./devmin", "destroy", "kafka", "--yes"], say);
        assert.match(refused, /demo is up and stands on kafka: take it down first with \.\/devmin destroy demo/);
        return `${Object.keys(ways).join(", ")}: refused, and both clouds hold what they held`;
    },
};

const byHand = (stage: Stage, layer: Kept, options: string[], say: Say): Promise<string> => {
    const destroy = ["pulumi", "destroy", "-C", layer, "--yes", ...options];
    return stage.refused(layer === "kafka" ? inRole("kafka", destroy) : destroy, say);
};

/** As a program of somebody's own would do it, which never previews. */
async function throughAutomation(stage: Stage, layer: Kept, say: Say): Promise<string> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation");
    const env = environmentAt(stage.tree, "local");
    const session = layer === "kafka" ? await sessionIn(env, "deploy-kafka") : undefined;
    const stack = await LocalWorkspace.selectStack(
        { stackName: env.stack, workDir: join(stage.tree, layer) },
        { envVars: session ? (variablesOf(session) as Record<string, string>) : {} },
    );
    return stack.destroy({ onOutput: say }).then(
        () => assert.fail(`the Automation API destroyed ${layer}`),
        (error: Error) => error.message,
    );
}
