import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { watchInterrupts } from "../../cli/interrupt";

const root = join(__dirname, "..", "..");

describe("an interrupted command", () => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        it(`says after a ${signal} what state it leaves and the command that goes on`, async () => {
            const silentAws = createServer().listen(0, "127.0.0.1");
            try {
                await once(silentAws, "listening");
                const url = `http://127.0.0.1:${(silentAws.address() as AddressInfo).port}`;
                const credentials = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "secret" };
                const args = ["init", "--account", "123456789012", "--region", "eu-central-1", "--email", "a@b.org"];
                const command = spawn("./devmin", args, {
                    cwd: root,
                    env: { ...process.env, ...credentials, AWS_ENDPOINT_URL: url, PULUMI_STACK: "nowhere" },
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
