import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { watchInterrupts } from "../../cli/interrupt";
import { interruptSignals } from "../../util/interrupted-error";

/** Runs a command in a terminal of its own, closes that on the first line of its input, and prints which signal ended the command. */
const closingTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
sys.stdin.readline()
os.close(terminal)
print("signal", os.WTERMSIG(os.waitpid(pid, 0)[1]))
`;

/** A command that asks AWS at once. */
const initArgs = ["init", "--account", "123456789012", "--region", "eu-central-1", "--email", "a@b.org"];

/** The shell of somebody whose AWS is this server. */
const buildEnv = (aws: Server) => ({
    ...process.env,
    AWS_ACCESS_KEY_ID: "AKIA",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
    PULUMI_STACK: "nowhere",
});

const root = join(__dirname, "..", "..");

describe("an interrupted command", () => {
    for (const signal of interruptSignals) {
        it(`says after a ${signal} what state it leaves and the command that goes on`, async () => {
            const silentAws = createServer().listen(0, "127.0.0.1");
            try {
                await once(silentAws, "listening");
                const command = spawn("./devmin", initArgs, {
                    cwd: root,
                    env: buildEnv(silentAws),
                    stdio: ["ignore", "ignore", "pipe"],
                });
                let stderr = "";
                command.stderr.on("data", (chunk) => {
                    stderr += chunk;
                });
                const closed = once(command, "close");
                await Promise.race([once(silentAws, "request"), closed]);
                command.kill(signal);
                assert.deepEqual(await closed, [130, null], stderr);
                assert.equal(
                    stderr,
                    `devmin init: interrupted (${signal}): nothing was created in a cloud; configuration files that were written stay. Go on with ./devmin init\n`,
                );
            } finally {
                silentAws.closeAllConnections();
                silentAws.close();
            }
        });
    }

    it("ends by the signal of a terminal that closes, not by a crash", async () => {
        const silentAws = createServer().listen(0, "127.0.0.1");
        try {
            await once(silentAws, "listening");
            const terminal = spawn("python3", ["-c", closingTerminal, "./devmin", ...initArgs], {
                cwd: root,
                env: buildEnv(silentAws),
            });
            let output = "";
            for (const stream of [terminal.stdout, terminal.stderr])
                stream.on("data", (chunk) => {
                    output += chunk;
                });
            const closed = once(terminal, "close");
            await Promise.race([once(silentAws, "request"), closed]);
            terminal.stdin.end("close\n");
            assert.deepEqual(await closed, [0, null], output);
            assert.equal(output, `signal ${constants.signals.SIGHUP}\n`);
        } finally {
            silentAws.closeAllConnections();
            silentAws.close();
        }
    });

    it("leaves the end to whoever else listens, such as a Pulumi run", async () => {
        const { interrupted, stop } = watchInterrupts("up", []);
        const handled = once(process, "SIGHUP");
        try {
            process.kill(process.pid, "SIGHUP");
            await handled;
            assert.equal(
                await Promise.race([interrupted.catch(() => "rejected"), Promise.resolve("pending")]),
                "pending",
            );
        } finally {
            stop();
        }
    });

    it("names its arguments, and says where nothing was changed", async () => {
        const { interrupted, stop } = watchInterrupts("plan", ["core", "demo"]);
        try {
            process.kill(process.pid, "SIGHUP");
            await assert.rejects(interrupted, {
                message: "interrupted (SIGHUP): nothing was changed. Go on with ./devmin plan core demo",
            });
        } finally {
            stop();
        }
    });
});
