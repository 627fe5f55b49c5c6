import { layerNames } from "../../ops/environment";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

export const noDrift: Step = {
    title: "a second update changes nothing, even after a restart",
    async run(workspace, log) {
        await updateAllProjects(workspace);
        await workspace.run(["./devmin", "sandbox", "stop"], log);
        await workspace.run(["./devmin", "sandbox", "start"], log);
        await workspace.sourceEnv();
        // The programs are the same, so an update would find what a refresh finds.
        const refresh = ["pulumi", "refresh", "--preview-only", "--expect-no-changes", "-C"];
        await Promise.all(layerNames.map((layer) => workspace.runAs("auditor", [...refresh, layer], () => {})));
        return "four projects refreshed and updated; the local cloud restarted, and every layer read: no change";
    },
};

/** Updates every project at once, each with a refresh first: the clouds have exactly what the programs declare. */
async function updateAllProjects(workspace: Workspace): Promise<void> {
    const again = ["--refresh", "--expect-no-changes", "--skip-preview", "--yes"];
    const buildUpCommand = (project: string) => ["pulumi", "up", "-C", project, ...again];
    const ups = [
        ...["core", "."].map((project) => workspace.run(buildUpCommand(project), () => {})),
        ...(["kafka", "demo"] as const).map((layer) => workspace.runAs(layer, buildUpCommand(layer), () => {})),
    ];
    for (const { reason } of (await Promise.allSettled(ups)).filter((each) => each.status === "rejected")) throw reason;
}
