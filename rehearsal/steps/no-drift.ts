import type { Stage } from "../stage";
import type { Step } from "../step";

export const noDrift: Step = {
    title: "everything again changes nothing, also after a restart",
    async play(stage, say) {
        await everythingAgain(stage);
        await stage.run(["./devmin", "sandbox", "stop"], say);
        await stage.run(["./devmin", "sandbox", "start"], say);
        await stage.source();
        await everythingAgain(stage);
        return "four projects refreshed and updated twice, the local cloud restarted in between: no change";
    },
};

/** Updates every project at once, each with a refresh first: what exists in the clouds is what the programs say. */
async function everythingAgain(stage: Stage): Promise<void> {
    const again = ["--refresh", "--expect-no-changes", "--skip-preview", "--yes"];
    const up = (project: string) => ["pulumi", "up", "-C", project, ...again];
    const ups = [
        ...["core", "."].map((project) => stage.run(up(project), () => {})),
        ...(["kafka", "demo"] as const).map((layer) => stage.as(layer, up(layer), () => {})),
    ];
    for (const { reason } of (await Promise.allSettled(ups)).filter((each) => each.status === "rejected")) throw reason;
}
