import assert from "node:assert/strict";
import { join } from "node:path";
import { loaders, main } from "../../cli";
import { UsageError } from "../../cli/arguments";
import type { CommandCall, CommandLine } from "../../cli/command";
import { commands } from "../../cli/commands";
import { formatUsage } from "../../cli/help";
import { printJson } from "../../cli/output";
import { InterruptedError } from "../../util/interrupted-error";

describe("main", () => {
    const { log, error } = console;
    const shell = process.env;
    let stdout: string[];
    let stderr: string[];
    beforeEach(() => {
        stdout = [];
        stderr = [];
        console.log = (line: string) => stdout.push(line);
        console.error = (line: string) => stderr.push(line);
        process.exitCode = undefined;
        process.env = Object.fromEntries(Object.entries(shell).filter(([name]) => !/proxy|DEVMIN/i.test(name)));
    });
    afterEach(() => {
        Object.assign(console, { log, error });
        process.exitCode = undefined;
        process.env = shell;
    });

    /** Runs a command whose file does `run`, and returns the exit code. */
    async function runMain(run: (call: CommandCall) => Promise<void>, line: Partial<CommandLine> = {}) {
        const typed = { name: "verify", args: [], options: {}, allowsBuiltCli: false, ...line };
        try {
            await main(typed, { [typed.name]: async () => ({ run }) });
            return process.exitCode;
        } finally {
            process.exitCode = undefined; // else mocha itself ends with it
        }
    }
    const fail = (failure: Error) => () => Promise.reject(failure);
    const interrupted = new InterruptedError("pulumi up was interrupted (SIGINT)");

    it("has a loader for each command of the table, except install, which the launcher runs itself", () => {
        assert.deepEqual([...Object.keys(loaders), "install"].sort(), Object.keys(commands).sort());
    });

    it("gives the command its arguments, its options and the folder of the clone", async () => {
        const calls: CommandCall[] = [];
        const run = async (call: CommandCall) => void calls.push(call);
        assert.equal(await runMain(run, { name: "plan", args: ["core"], options: { json: true } }), undefined);
        const [{ root, args, options }] = calls as [CommandCall];
        assert.deepEqual([root, args, options], [join(__dirname, "..", ".."), ["core"], { json: true }]);
        assert.deepEqual([stdout, stderr], [[], []]);
    });

    it("prints a command's progress to standard error", async () => {
        await runMain(async ({ log }) => log("previewing demo"));
        assert.deepEqual([stdout, stderr], [[], ["previewing demo"]]);
    });

    for (const { title, failure, exitCode, printed } of [
        {
            title: "sets exit code 1 when a command fails, and prints its name and message",
            failure: new Error("core is not deployed."),
            exitCode: 1,
            printed: "devmin verify: core is not deployed.",
        },
        {
            title: "sets exit code 2 for wrong arguments, and prints the usage",
            failure: new UsageError("unexpected argument."),
            exitCode: 2,
            printed: `devmin verify: unexpected argument.\n${formatUsage("verify")}`,
        },
        {
            title: "sets exit code 130 when a command is interrupted",
            failure: interrupted,
            exitCode: 130,
            printed: `devmin verify: ${interrupted.message}`,
        },
    ]) {
        it(title, async () => {
            assert.equal(await runMain(fail(failure)), exitCode);
            assert.deepEqual([stdout, stderr], [[], [printed]]);
        });
    }

    it("sets exit code 1 when the file of a command cannot be loaded", async () => {
        const line = { name: "verify", args: [], options: {}, allowsBuiltCli: false };
        await main(line, { verify: () => Promise.reject(new Error("Cannot find module")) });
        assert.equal(process.exitCode, 1);
        assert.deepEqual(stderr, ["devmin verify: Cannot find module"]);
    });

    it("keeps the exit code that a command sets itself", async () => {
        const run = async () => {
            process.exitCode = 1;
        };
        assert.equal(await runMain(run), 1);
        assert.deepEqual([stdout, stderr], [[], []]);
    });

    it("prints a hint below the message of a failure that it knows", async () => {
        await runMain(fail(new Error("ENOSPC: no space left on device, write")));
        assert.match(stderr.join("\n"), /^devmin verify: ENOSPC: no space left on device, write\nThe disk is full: /);
    });

    describe("with --json", () => {
        const options = { json: true };
        const parseStdout = () => JSON.parse(stdout.join("\n")); // throws unless it is one value

        for (const [title, failure, exitCode] of [
            ["that fails", new Error("ENOSPC"), 1],
            ["with wrong arguments", new UsageError("unexpected argument."), 2],
            ["that is interrupted", interrupted, 130],
        ] as const) {
            it(`prints one object with the error and exit code ${exitCode} for a command ${title}`, async () => {
                assert.equal(await runMain(fail(failure), { options }), exitCode);
                const { command, exitCode: printed, error: message, ...rest } = parseStdout();
                assert.deepEqual([command, printed, rest], ["verify", exitCode, {}]);
                assert.ok(message.startsWith(failure.message), message);
                assert.ok(stderr.join("\n").startsWith(`devmin verify: ${message}`), "a person reads the same");
            });
        }

        it("puts the hint into the error, but not the usage", async () => {
            await runMain(fail(new Error("ENOSPC")), { options });
            assert.match(parseStdout().error, /^ENOSPC\nThe disk is full: /);
            stdout = [];
            await runMain(fail(new UsageError("unexpected argument.")), { options });
            assert.equal(parseStdout().error, "unexpected argument.");
        });

        it("prints one object with the stack and the data for a command that succeeds", async () => {
            const run = async ({ log }: CommandCall) => {
                log("reading the states");
                printJson("cost", "dev", { idle: 1 });
            };
            assert.equal(await runMain(run, { name: "cost", options }), undefined);
            assert.deepEqual(parseStdout(), { command: "cost", stack: "dev", data: { idle: 1 } });
        });
    });

    it("prints false for a failed command whose output a shell evaluates, so that the shell goes no further", async () => {
        assert.equal(await runMain(fail(new Error("core has no configuration.")), { name: "env" }), 1);
        assert.deepEqual([stdout, stderr], [["false"], ["devmin env: core has no configuration."]]);
    });

    it("prints no false when a command whose output a shell evaluates succeeds", async () => {
        await runMain(async () => console.log("export A='b'"), { name: "env" });
        assert.deepEqual(stdout, ["export A='b'"]);
    });

    for (const [allowsBuiltCli, value] of [
        [true, "1"],
        [false, undefined],
    ] as const) {
        it(`${value ? "sets" : "does not set"} DEVMIN_ALLOW_BUILT_CLI ${value ? "with" : "without"} --allow-built-cli`, async () => {
            let seen: string | undefined = "the command did not run";
            const run = async () => {
                seen = process.env.DEVMIN_ALLOW_BUILT_CLI;
            };
            await runMain(run, { allowsBuiltCli });
            assert.equal(seen, value);
        });
    }

    it("excludes loopback from the shell's proxy before the command runs", async () => {
        process.env.HTTPS_PROXY = "http://proxy.example:3128";
        let seen: string | undefined;
        await runMain(async () => {
            seen = process.env.NO_PROXY;
        });
        assert.equal(seen, "localhost,127.0.0.1");
    });
});
