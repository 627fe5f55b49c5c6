import assert from "node:assert/strict";
import type { Step } from "../step";

export const verifyWithoutDemo: Step = {
    title: "verify passes while demo is down and names what it skips",
    extended: true,
    async run(workspace, log) {
        const output = await workspace.run(["./devmin", "verify"], log);
        for (const layer of ["core", "kafka"]) assert.match(output, new RegExp(`^pass +${layer} is deployed$`, "m"));
        assert.match(
            output,
            /^skipped +demo is deployed\n +demo is down, as it may be: \.\/devmin up demo deploys it$/m,
        );
        assert.match(output, /^skipped +every service has a schedule.*\n +demo is down$/m);
        const { command, stack, data } = JSON.parse(await workspace.run(["./devmin", "verify", "--json"], log));
        assert.deepEqual([command, stack], ["verify", "local"]);
        const skipped = data.checks.filter(({ status }: { status: string }) => status === "skipped");
        assert.ok(skipped.length > 1 && skipped.length < data.checks.length, JSON.stringify(data.checks));
        return `${data.checks.length - skipped.length} checks pass without demo, ${skipped.length} are skipped with the reason`;
    },
};
