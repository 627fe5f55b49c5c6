import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseCommandLine } from "../../cli/arguments";
import { commands } from "../../cli/commands";
import { findAnswer, formatCommandHelp, formatHelp, formatUsage } from "../../cli/help";

const root = join(__dirname, "..", "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const names = Object.keys(commands);

describe("the help", () => {
    it("names every command", () => {
        for (const name of names) assert.ok(formatHelp().includes(`\n  ${name} `), name);
    });

    it("is at most 100 columns wide", () => {
        const lines = [formatHelp(), ...names.map(formatCommandHelp)].join("\n").split("\n");
        assert.deepEqual(
            lines.filter((line) => line.length > 100),
            [],
        );
    });

    for (const name of names) {
        it(`of ${name} has examples that are valid command lines of it`, () => {
            const { examples } = commands[name] ?? assert.fail(name);
            assert.ok(examples.length > 0);
            for (const example of examples) {
                const [, line = ""] = /\.\/devmin ([^>&|)"]*)/.exec(example) ?? assert.fail(example);
                assert.equal(parseCommandLine(line.trim().split(/ +/)).name, name);
            }
        });
    }

    const answers: [line: string, answer: string | undefined][] = [
        ["", formatHelp()],
        ["help", formatHelp()],
        ["--help", formatHelp()],
        ["-h", formatHelp()],
        ["help up", formatCommandHelp("up")],
        ["up --help", formatCommandHelp("up")],
        ["up demo -h", formatCommandHelp("up")],
        ["--version", `devmin ${version}`],
        ["up --version", `devmin ${version}`],
        ["--help up", formatCommandHelp("up")],
        ["--allow-built-cli up --help", formatCommandHelp("up")],
        ["--allow-built-cli", formatHelp()],
        ["up demo", undefined],
        ["nothing --help", undefined],
        ["help nothing", undefined],
        ["-- up", undefined],
        ["--json up", undefined],
    ];
    for (const [line, answer] of answers) {
        it(`answers ${line ? `"${line}"` : "no arguments"}${answer === undefined ? " with nothing, as it does not ask for help" : ""}`, () => {
            assert.equal(findAnswer(line.split(" ").filter(Boolean), version)?.text, answer);
        });
    }
});

describe("./devmin", () => {
    let clone: string;
    /** A clone in which nothing is installed yet. */
    before(() => {
        clone = mkdtempSync(join(tmpdir(), "devmin-clone-"));
        for (const path of ["devmin", "package.json", "cli"])
            cpSync(join(root, path), join(clone, path), { recursive: true });
    });
    after(() => rmSync(clone, { recursive: true }));
    const run = (...args: string[]) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, ["devmin", ...args], {
            cwd: clone,
            encoding: "utf8",
        });
        return { status, stdout, stderr };
    };

    it("answers --help and --version before anything is installed, and installs nothing", () => {
        assert.deepEqual(run("--help"), { status: 0, stdout: `${formatHelp()}\n`, stderr: "" });
        assert.deepEqual(run("verify", "-h"), { status: 0, stdout: `${formatCommandHelp("verify")}\n`, stderr: "" });
        assert.deepEqual(run("--version"), { status: 0, stdout: `devmin ${version}\n`, stderr: "" });
        assert.ok(!existsSync(join(clone, ".devmin")));
    });

    it("gives a shell that evaluates it none of env's help to run", () => {
        const { status, stdout, stderr } = run("env", "kafka", "--help");
        assert.deepEqual([status, stdout, stderr], [0, "false\n", `${formatCommandHelp("env")}\n`]);
    });

    it("goes on to its end when nobody reads on", () => {
        const script = `${JSON.stringify(process.execPath)} devmin --help | true; echo "$?\${PIPESTATUS[0]}"`;
        const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: clone, encoding: "utf8" });
        assert.deepEqual([stdout.trim(), stderr], ["00", ""]);
    });

    it("fails with the reason when its output cannot be written, as to a full disk", function () {
        if (!existsSync("/dev/full")) this.skip(); // only Linux has a device that is always full
        const script = `${JSON.stringify(process.execPath)} devmin --help >/dev/full`;
        const { status, stderr } = spawnSync("bash", ["-c", script], { cwd: clone, encoding: "utf8" });
        assert.equal(status, 1);
        assert.match(stderr, /^devmin: standard output cannot be written: ENOSPC.*\n$/);
    });

    it("refuses wrong arguments with exit code 2, before anything is installed", () => {
        assert.deepEqual(run("verfy"), {
            status: 2,
            stdout: "false\n", // it may have been a misspelt env, which a shell evaluates
            stderr: 'devmin: unknown command "verfy"; did you mean "verify"? ./devmin --help lists the commands; options follow the command.\n',
        });
        const { status, stderr } = run("up", "--sure");
        assert.deepEqual([status, stderr.split("\n")[1]], [2, formatUsage("up")]);
        assert.ok(!existsSync(join(clone, ".devmin")));
    });

    for (const line of ["env root", "env root --allow-built-cli", "--allow-built-cli env root"]) {
        it(`prints false for the shell that evaluates the wrong arguments: ./devmin ${line}`, () => {
            const { status, stdout, stderr } = run(...line.split(" "));
            assert.deepEqual([status, stdout, stderr.split("\n")[1]], [2, "false\n", formatUsage("env")]);
        });
    }

    it("prints wrong arguments with --json as one object", () => {
        const { status, stdout } = run("verify", "--json", "--stric");
        const error = 'unknown option "--stric"; did you mean "--strict"? Allowed: --strict, --test-alarm, --json.';
        assert.deepEqual([status, JSON.parse(stdout)], [2, { command: "verify", exitCode: 2, error }]);
    });

    it("prints an install that cannot start as false for a shell that evaluates it, and as one object with --json", () => {
        const { status, stdout, stderr } = run("env"); // there is no package-lock.json
        assert.deepEqual([status, stdout], [1, "false\n"]);
        assert.match(stderr, /^devmin: ENOENT: .*package-lock\.json'\n$/);
        const error = "the npm packages could not be installed: standard error has the reason.";
        assert.deepEqual(JSON.parse(run("cost", "--json").stdout), { command: "cost", exitCode: 1, error });
    });

    it("prints false for a shell that evaluates it when npm fails", () => {
        for (const path of ["package-lock.json", "policy-pack/package.json", "local-cloud/package.json"])
            cpSync(join(root, path), join(clone, path));
        mkdirSync(join(clone, "bin"));
        writeFileSync(join(clone, "bin", "npm"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
        const { PATH } = process.env;
        process.env.PATH = [join(clone, "bin"), PATH].join(delimiter);
        try {
            const { status, stdout, stderr } = run("env");
            assert.deepEqual([status, stdout], [1, "false\n"]);
            assert.match(stderr, /npm ci failed \(exit code 1\)/);
        } finally {
            process.env.PATH = PATH;
        }
    });
});
