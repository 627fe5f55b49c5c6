import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "../../cli/commands/env";

const root = join(__dirname, "..", "..");

describe("devmin env", () => {
    const evaluated = (...words: string[]) =>
        spawnSync("bash", ["-c", `eval "$(./devmin env ${words.join(" ")})" && echo went on`], {
            cwd: root,
            env: { ...process.env, PULUMI_STACK: "nowhere" },
            encoding: "utf8",
        });

    it("attaches the policy pack in the shell that evaluates it", async () => {
        const tree = mkdtempSync(join(tmpdir(), "devmin-env-"));
        const [shell, { log }] = [process.env, console];
        const said: string[] = [];
        try {
            mkdirSync(join(tree, "core"));
            const config = 'config:\n  aws:region: eu-central-1\n  devmin-core:account: "123456789012"\n';
            writeFileSync(join(tree, "core", "Pulumi.dev.yaml"), config);
            for (const name of ["pulumi", "pulumi-language-nodejs"])
                writeFileSync(join(tree, name), "#!/bin/sh\necho v3.260.1\n", { mode: 0o755 });
            process.env = { ...shell, PATH: [tree, shell.PATH].join(delimiter), PULUMI_STACK: "dev" };
            console.log = (line: string) => said.push(line);
            await run({ root: tree, args: [], options: {}, log: () => {} });
        } finally {
            process.env = shell;
            console.log = log;
            rmSync(tree, { recursive: true });
        }
        assert.ok(said.includes(`export PULUMI_OPTION_POLICY_PACK='${join(tree, "policy-pack")}'`), said.join("\n"));
    });

    for (const [what, words, says] of [
        ["an unknown role", ["root"], /unknown ROLE "root"\. Allowed: kafka, demo, auditor, preview\./],
        ["a stack without a configuration", ["kafka"], /core has no configuration for the stack nowhere/],
    ] as const) {
        it(`with ${what} stops the shell, which would otherwise go on with other permissions`, () => {
            const { stdout, stderr, status } = evaluated(...words);
            assert.match(stderr, says);
            assert.equal(stdout, "");
            assert.notEqual(status, 0);
        });
    }
});
