import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const installer = join(__dirname, "..", "..", "cli", "install.js");

describe("the install of the npm packages", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-install-"));
        mkdirSync(join(root, "bin"));
        cpSync(installer, join(root, "install.js"));
        writeFileSync(join(root, "package.json"), "{}");
        writeFileSync(join(root, "package-lock.json"), "one");
    });
    afterEach(() => rmSync(root, { recursive: true }));

    /** An npm of whose install these lines of shell are all. */
    const npm = (...lines: string[]) =>
        writeFileSync(join(root, "bin", "npm"), ["#!/bin/sh -e", ...lines].join("\n"), { mode: 0o755 });
    const whole = ["mkdir node_modules", "cp package-lock.json node_modules/from"];
    const env = () => ({ ...process.env, PATH: `${join(root, "bin")}${delimiter}${process.env.PATH}` });
    const program = (options = {}) => [
        "-e",
        `process.exit(require(${JSON.stringify(join(root, "install.js"))})(process.cwd(), ${JSON.stringify(options)}) ? 0 : 1)`,
    ];
    const install = (options = {}) => run(process.execPath, program(options), { cwd: root, env: env() });
    const installed = () => readFileSync(join(root, "node_modules", "from"), "utf8");
    const parts = () => readdirSync(join(root, ".devmin"));

    it("runs once for each lock file", async () => {
        npm(...whole);
        await install();
        assert.equal(installed(), "one");
        npm("exit 1");
        await install();
        writeFileSync(join(root, "package-lock.json"), "two");
        npm(...whole);
        await install();
        assert.equal(installed(), "two");
        assert.deepEqual(parts(), []);
    });

    it("leaves out the packages of the local cloud and the tests, unless all are requested", async () => {
        npm(...whole, 'echo "$*" >> ../../asked');
        const asked = () => readFileSync(join(root, "asked"), "utf8").trim().split("\n");
        await install();
        assert.match(asked()[0] ?? "", /--omit=dev --workspaces=false/);
        await install({ all: true });
        assert.doesNotMatch(asked()[1] ?? "", /--omit|--workspaces/);
        await install();
        assert.equal(asked().length, 2);
    });

    it("gives npm the workspaces' package files", async () => {
        mkdirSync(join(root, "part"));
        writeFileSync(join(root, "package.json"), '{ "workspaces": ["part"] }');
        writeFileSync(join(root, "part", "package.json"), '{ "name": "part" }');
        npm(...whole, "cp part/package.json node_modules/part.json");
        await install({ all: true });
        assert.equal(readFileSync(join(root, "node_modules", "part.json"), "utf8"), '{ "name": "part" }');
    });

    it("that fails leaves the installed packages as they were", async () => {
        npm(...whole);
        await install();
        writeFileSync(join(root, "package-lock.json"), "two");
        npm("mkdir node_modules", "exit 3");
        await assert.rejects(install(), { code: 1, stderr: /npm ci failed \(exit code 3\)/ });
        assert.equal(installed(), "one");
        assert.deepEqual(parts(), []);
    });

    it("removes what a killed install left", async () => {
        npm("touch ../../begun", "exec sleep 60");
        const killed = spawn(process.execPath, program(), { cwd: root, env: env(), detached: true });
        const ended = new Promise((resolve) => killed.once("close", resolve));
        while (!existsSync(join(root, "begun"))) await new Promise((resolve) => setTimeout(resolve, 10));
        process.kill(-(killed.pid as number), "SIGKILL");
        await ended;
        assert.equal(parts().length, 1);
        assert.ok(!existsSync(join(root, "node_modules")));
        npm(...whole);
        await install();
        assert.equal(installed(), "one");
        assert.deepEqual(parts(), []);
    });

    it("is complete when two run at once", async () => {
        // Each waits in the middle of its install until the other is there, too.
        npm(...whole, "touch ../../here.$$", "until [ $(ls ../.. | grep -c '^here') = 2 ]; do sleep 0.01; done");
        await Promise.all([install(), install()]);
        assert.equal(installed(), "one");
        assert.deepEqual(parts(), []);
    });
});
