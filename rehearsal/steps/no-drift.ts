import type { Step } from "../step";

const projects = ["core", "kafka", "demo", "."];
const again = ["--refresh", "--expect-no-changes", "--skip-preview", "--yes"];

export const noDrift: Step = {
    title: "everything again changes nothing, also after a restart",
    async play(stage, say) {
        for (const project of projects) await stage.run(["pulumi", "up", "-C", project, ...again], say);
        await stage.run(["./devmin", "sandbox", "stop"], say);
        await stage.run(["./devmin", "sandbox", "start"], say);
        await stage.source();
        for (const project of projects) await stage.run(["pulumi", "up", "-C", project, ...again], say);
        return `${projects.length} projects refreshed and updated twice, the local cloud restarted in between: no change`;
    },
};
