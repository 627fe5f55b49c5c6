import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../../../ops/environment";
import { createPulumiCli, filterUnreachedResources, PulumiCommandError } from "../../../ops/pulumi/cli";
import { InterruptedError } from "../../../util/interrupted-error";

describe("the Pulumi CLI of a command", () => {
    const { PATH } = process.env;
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-pulumi-"));
        mkdirSync(join(root, "core"));
        writeFileSync(join(root, "pulumi-language-nodejs"), "#!/bin/sh\n", { mode: 0o755 });
        process.env.PATH = [root, PATH].join(delimiter);
    });
    afterEach(() => {
        process.env.PATH = PATH;
        rmSync(root, { recursive: true });
    });

    it("has the policy pack attached, whatever the shell says", async () => {
        const script = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo "$PULUMI_OPTION_POLICY_PACK"\n';
        writeFileSync(join(root, "pulumi"), script, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        assert.equal(await pulumi("core", ["up"]), join(root, "policy-pack"));
    });

    it("is in a process group of its own, which a terminal's Ctrl-C does not reach", async () => {
        const script = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo $$ $(ps -o pgid= -p $$)\n';
        writeFileSync(join(root, "pulumi"), script, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        const [pid, group] = (await pulumi("core", ["up"])).split(" ");
        assert.equal(group, pid);
    });

    /** Runs a fake CLI that counts its SIGINTs, and ends after as many as `signals`. */
    const runInterrupted = async (signals: NodeJS.Signals[], variables = {}) => {
        const script =
            '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 && exit\n' +
            `trap 'n=$((n + 1)); echo "SIGINT $n"' INT\necho started\nwhile [ "\${n:-0}" -lt ${new Set(signals).size} ]; do sleep 0.02; done\n`;
        writeFileSync(join(root, "pulumi"), script, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        const remaining = [...signals];
        const lines: string[] = [];
        const handleLine = (line: string) => {
            lines.push(line);
            const signal = remaining.shift();
            if (signal) process.emit(signal, signal);
            // The same signal twice comes at once: there is no line between.
            if (signal && signal === remaining[0]) process.emit(signal, remaining.shift());
        };
        const failure: Error = await pulumi("core", ["up"], { variables, log: handleLine }).then(
            () => assert.fail("it was not interrupted"),
            (error) => error,
        );
        for (const signal of signals)
            assert.equal(process.listenerCount(signal), 0, "the default signal handling is restored");
        return { failure, lines };
    };

    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        it(`receives a ${signal} as SIGINT, once, and is waited for`, async () => {
            const { failure, lines } = await runInterrupted([signal]);
            assert.deepEqual(lines, ["started", "SIGINT 1"]);
            assert.ok(failure instanceof InterruptedError);
            assert.equal(
                failure.message,
                `pulumi up in core was interrupted (${signal}) and finished what it had started; run the same command again to continue.`,
            );
        });
    }

    it("receives a second signal as well, and names the recovery", async () => {
        const { failure, lines } = await runInterrupted(["SIGHUP", "SIGTERM"]);
        assert.deepEqual(lines, ["started", "SIGINT 1", "SIGINT 2"]);
        assert.match(
            failure.message,
            /was stopped immediately \(SIGHUP, SIGTERM\): .* Run \.\/devmin recover core, then the same command again\.$/,
        );
    });

    it("goes on when a terminal closes, whose SIGHUP comes from the system and from the shell", async () => {
        const { failure, lines } = await runInterrupted(["SIGHUP", "SIGHUP", "SIGINT"]);
        assert.deepEqual(lines, ["started", "SIGINT 1", "SIGINT 2"]);
        assert.match(failure.message, /was stopped immediately \(SIGHUP, SIGINT\)/);
    });

    for (const [signal, cause] of [
        ["KILL", "SIGKILL, as a system does that is out of memory"],
        ["TERM", "SIGTERM"],
    ]) {
        it(`names the recovery when somebody kills it with SIG${signal}`, async () => {
            const script = `#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 && exit\nkill -${signal} $$\n`;
            writeFileSync(join(root, "pulumi"), script, { mode: 0o755 });
            const env = { root, backendUrl: "s3://state", stack: "dev" } as Environment;
            const pulumi = await createPulumiCli(env, () => {});
            await assert.rejects(pulumi("core", ["up"]), {
                message:
                    `pulumi up in core was killed (${cause}): what it had started may be incomplete. ` +
                    "Run ./devmin recover core, then the same command again.",
            });
        });
    }

    it("names no recovery where bootstrap does that", async () => {
        const { failure } = await runInterrupted(["SIGHUP", "SIGTERM"], { PULUMI_BACKEND_URL: "file:///it" });
        assert.match(failure.message, /may be incomplete\. Run the same command again\.$/);
    });
});

describe("the output of a plan that was cut short", () => {
    const filterLines = (lines: string[]) => {
        const printed: string[] = [];
        const log = filterUnreachedResources((line) => printed.push(line));
        for (const line of lines) log(line);
        return printed;
    };
    const unreached = [
        "  aws:ecs:Cluster (it):",
        "    error: expected resource operations for urn:it but none were seen",
        "",
    ];
    const denied = ["  aws:ecs:Service (pulse):", "    error: AccessDenied", ""];

    it("leaves out the resources that were not reached", () => {
        const around = ["Diagnostics:", ...denied];
        assert.deepEqual(filterLines([...around, ...unreached, ...unreached, "Resources:", "    1 errored"]), [
            ...around,
            "Resources:",
            "    1 errored",
        ]);
        assert.deepEqual(filterLines(["Diagnostics:", ...unreached, ...denied]), around);
    });

    it("is complete when it has other errors", () => {
        const lines = [
            "  (two spaces):",
            ...denied,
            "",
            "  aws:ecs:Cluster (it):",
            "    warning: it",
            "  aws:x:Y (z):",
            "Resources:",
        ];
        assert.deepEqual(filterLines(lines), lines);
    });
});

describe("a failure of Pulumi", () => {
    const formatFailure = (output: string) => new PulumiCommandError("pulumi up in demo", 255, output).message;
    const heading = "pulumi up in demo ended with exit code 255:\n";
    const many = Array.from({ length: 30 }, (_, index) => `    output ${index}`);
    const outputs = ["Outputs:", ...many, "", "Resources:", "    31 unchanged", "", "Duration: 7s", ""].join("\n");
    const denied = "  aws:ecs:Service (pulse):\n    error: AccessDenied:\n\n      by the boundary";
    const warning = "  pulumi:pulumi:Stack (devmin-demo-dev):\n    warning: using a provider from PATH";
    const violated =
        "Policies:\n    ❌ devmin@v0.1.0\n        - [mandatory]  no-nat-gateways  (aws:ec2:NatGateway: nat)";
    const unreached = "  aws:ecs:Cluster (it):\n    error: expected resource operations for urn:it but none were seen";

    for (const { title, output, message } of [
        {
            title: "shows its errors, wherever in the output they are, without the warnings",
            output: `Updating (dev):\n\nDiagnostics:\n${warning}\n\n${denied}\n\n${outputs}`,
            message: denied,
        },
        {
            title: "shows the errors of a resource without its warnings",
            output: `Diagnostics:\n${warning}\n    error: no lease\n    warning: using a provider from PATH\n\n${outputs}`,
            message: "  pulumi:pulumi:Stack (devmin-demo-dev):\n    error: no lease",
        },
        {
            title: "shows the violated guardrails and the errors",
            output: `${violated}\n\nDiagnostics:\n${denied}\n\n${outputs}`,
            message: `${violated}\n${denied}`,
        },
        {
            title: "leaves out advisory policies",
            output: `Policies:\n        - [advisory]  max-stack-cost  (it)\n\nDiagnostics:\n${denied}\n`,
            message: denied,
        },
        {
            title: "leaves out resources that the plan did not reach",
            output: `Diagnostics:\n${unreached}\n\n${denied}\n\n${unreached}\n\n${outputs}`,
            message: denied,
        },
        {
            title: "shows resources that the plan did not reach when there is no other error, and says to run it again",
            output: `Diagnostics:\n${unreached}\n\n${outputs}`,
            message: `${unreached}\nNothing else failed: what the update met was not what its preview saw, as after a change by hand. Run the same command again.`,
        },
        {
            title: "shows the violated guardrails of a plan of which nothing else failed",
            output: `${violated}\n\nDiagnostics:\n${unreached}\n\n${outputs}`,
            message: `${violated}\n${unreached}`,
        },
        {
            title: "shows its last 20 lines when there is no error among them",
            output: [...many, "error: the stack is currently locked"].join("\n"),
            message: [...many.slice(-19), "error: the stack is currently locked"].join("\n"),
        },
    ]) {
        it(title, () => assert.equal(formatFailure(output), heading + message));
    }
});
