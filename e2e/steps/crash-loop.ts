import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setUnavailableCapacity } from "../../local-cloud";
import { getLocalCloud } from "../cloud-dump";
import { assertStartFailures } from "../start-failures";
import type { Step } from "../step";

const program = "demo/workload/pulse.ts";
const lastWords = "no route to the orders that nobody placed";

export const crashLoop: Step = {
    title: "a program that keeps crashing fails the update with its last words",
    extended: true,
    async run(workspace, log) {
        const file = join(workspace.tree, program);
        const working = readFileSync(file, "utf8");
        writeFileSync(
            file,
            working.replace(
                "async function main(): Promise<void> {",
                `$&\n    if (process.env) throw new Error("${lastWords}");`,
            ),
        );
        const cloud = await getLocalCloud(workspace.home);
        await setUnavailableCapacity(cloud, ["FARGATE_SPOT"]);
        const begin = Date.now();
        let output: string;
        try {
            output = await workspace.expectRefusal(["./devmin", "up", "demo", "--yes"], (line) => {
                log(line);
                if (line.includes("unable to place a task")) void setUnavailableCapacity(cloud, []);
            });
        } finally {
            writeFileSync(file, working);
            await setUnavailableCapacity(cloud, []);
        }
        const seconds = Math.round((Date.now() - begin) / 1_000);
        assert.match(
            output,
            /pulse: \(service .* unable to place a task\. .*: pulumi config set -C demo capacity onDemand, then \.\/devmin up demo\./,
        );
        assert.match(
            output,
            /pulse: task [\w-]+ stopped: Essential container.*; container pulse ended with exit code 1/,
        );
        assert.match(
            output,
            new RegExp(
                `devmin up: pulse does not become steady: \\d+ of its tasks stopped.*${lastWords}.*\\./devmin up demo`,
                "s",
            ),
        );
        assert.ok(seconds < 120, `it took ${seconds} s`);
        await assertStartFailures(workspace);
        return "once Spot had capacity, after its third task; the message has the task's exit code and its last line; so it has for a missing image, secret and bundle";
    },
};
