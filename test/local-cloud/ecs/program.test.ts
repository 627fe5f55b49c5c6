import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Program } from "../../../local-cloud/ecs/program";

const env = { PATH: process.env.PATH ?? "" };
const run = async (script: string) => {
    let output = "";
    const program = await Program.start({
        command: ["sh", "-c", script],
        env,
        folder: "/",
        onOutput: (stream, chunk) => {
            output += `${stream}:${chunk}`;
        },
    });
    return { program, output: () => output };
};
const gone = (pid: number) => {
    try {
        process.kill(pid, 0);
        return false;
    } catch {
        return true;
    }
};
const until = async (what: () => boolean) => {
    for (let i = 0; i < 200 && !what(); i++) await sleep(20);
    assert.ok(what());
};

describe("local-cloud/ecs program", () => {
    it("reports the program's exit code and output", async () => {
        const { program, output } = await run("echo out; echo err >&2; exit 3");
        assert.equal(await program.ended, 3);
        assert.match(output(), /stdout:out\n/);
        assert.match(output(), /stderr:err\n/);
    });

    it("lets a program handle SIGTERM", async () => {
        const { program, output } = await run("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done");
        await until(() => output().includes("up"));
        assert.equal(await program.stop(10), 7);
        assert.match(output(), /bye/);
    });

    it("reports 143 for a program that SIGTERM ended", async () => {
        const { program } = await run("exec sleep 60");
        await sleep(100);
        assert.equal(await program.stop(10), 143);
    });

    it("kills a program that ignores SIGTERM, with its children, after the timeout", async () => {
        const { program, output } = await run("trap '' TERM; sleep 60 & echo $!; while :; do sleep 0.05; done");
        await until(() => /\d+\n/.test(output()));
        assert.equal(await program.stop(0.2), 137);
        await until(() => gone(Number(output().replace(/\D/g, ""))));
    });

    it("kills the children that an ended program leaves", async () => {
        const { program, output } = await run("sleep 60 >/dev/null 2>&1 & echo $!");
        await program.ended;
        await until(() => gone(Number(output().replace(/\D/g, ""))));
    });

    it("leaves no process when its parent is killed", async () => {
        const file = join(__dirname, "../../../local-cloud/ecs/program");
        const code = `require("ts-node/register/transpile-only");
            require(${JSON.stringify(file)}).Program.start({ command: ["sh", "-c", "echo $$; sleep 60 & wait"], env: process.env, folder: "/",
                onOutput: (_, chunk) => process.stdout.write(chunk) });`;
        const parent = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
        const [pid] = (await once(parent.stdout, "data")) as [Buffer];
        parent.kill("SIGKILL");
        await until(() => gone(Number(String(pid))));
    });
});
