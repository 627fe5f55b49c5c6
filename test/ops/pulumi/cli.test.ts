import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../../../ops/environment";
import {
    createPulumiCli,
    filterUnreachedResources,
    InterruptedError,
    PulumiCommandError,
} from "../../../ops/pulumi/cli";

describe("a verb's Pulumi", () => {
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
        const telling = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo "$PULUMI_OPTION_POLICY_PACK"\n';
        writeFileSync(join(root, "pulumi"), telling, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        assert.equal(await pulumi("core", ["up"]), join(root, "policy-pack"));
    });

    it("is in a process group of its own, which a terminal's Ctrl-C does not reach", async () => {
        const telling = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo $$ $(ps -o pgid= -p $$)\n';
        writeFileSync(join(root, "pulumi"), telling, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        const [pid, group] = (await pulumi("core", ["up"])).split(" ");
        assert.equal(group, pid);
    });

    /** Runs one that counts how often it is told to end, and does so the time it is to. */
    const told = async (signals: NodeJS.Signals[], variables = {}) => {
        const counting =
            '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 && exit\n' +
            `trap 'n=$((n + 1)); echo "told $n"' INT\necho begun\nwhile [ "\${n:-0}" -lt ${signals.length} ]; do sleep 0.02; done\n`;
        writeFileSync(join(root, "pulumi"), counting, { mode: 0o755 });
        const pulumi = await createPulumiCli({ root, backendUrl: "s3://state", stack: "dev" } as Environment, () => {});
        const left = [...signals];
        const heard: string[] = [];
        const next = (line: string) => {
            heard.push(line);
            const signal = left.shift();
            if (signal) process.emit(signal, signal);
        };
        const failure: Error = await pulumi("core", ["up"], { variables, log: next }).then(
            () => assert.fail("it was not interrupted"),
            (error) => error,
        );
        for (const signal of signals) assert.equal(process.listenerCount(signal), 0, "a signal is its default again");
        return { failure, heard };
    };

    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
        it(`hears of a ${signal} as of a Ctrl-C, once, and is waited for`, async () => {
            const { failure, heard } = await told([signal]);
            assert.deepEqual(heard, ["begun", "told 1"]);
            assert.ok(failure instanceof InterruptedError);
            assert.equal(
                failure.message,
                `pulumi up in core was interrupted (${signal}) and ended what it had begun; the same again goes on. ` +
                    "It said:\nbegun\ntold 1",
            );
        });
    }

    it("hears of a second signal as well, and is to be recovered", async () => {
        const { failure, heard } = await told(["SIGHUP", "SIGTERM"]);
        assert.deepEqual(heard, ["begun", "told 1", "told 2"]);
        assert.match(
            failure.message,
            /ended at once \(SIGHUP, SIGTERM\): .* Run \.\/devmin recover core, and then the same again\.$/,
        );
    });

    it("is not to be recovered where bootstrap does that", async () => {
        const { failure } = await told(["SIGHUP", "SIGTERM"], { PULUMI_BACKEND_URL: "file:///it" });
        assert.match(failure.message, /may be half done\. Run the same again\.$/);
    });
});

describe("what a plan that was cut short says", () => {
    const saying = (lines: string[]) => {
        const said: string[] = [];
        const say = filterUnreachedResources((line) => said.push(line));
        for (const line of lines) say(line);
        return said;
    };
    const unreached = [
        "  aws:ecs:Cluster (it):",
        "    error: expected resource operations for urn:it but none were seen",
        "",
    ];
    const denied = ["  aws:ecs:Service (pulse):", "    error: AccessDenied", ""];

    it("is said without the resources that were not reached", () => {
        const around = ["Diagnostics:", ...denied];
        assert.deepEqual(saying([...around, ...unreached, ...unreached, "Resources:", "    1 errored"]), [
            ...around,
            "Resources:",
            "    1 errored",
        ]);
        assert.deepEqual(saying(["Diagnostics:", ...unreached, ...denied]), around);
    });

    it("is said whole where there is something else", () => {
        const lines = [
            "  (two spaces):",
            ...denied,
            "",
            "  aws:ecs:Cluster (it):",
            "    warning: it",
            "  aws:x:Y (z):",
            "Resources:",
        ];
        assert.deepEqual(saying(lines), lines);
    });
});

describe("a failure of Pulumi", () => {
    const says = (output: string) => new PulumiCommandError("pulumi up in demo", 255, output).message;
    const begin = "pulumi up in demo ended with exit code 255:\n";
    const many = Array.from({ length: 30 }, (_, index) => `    output ${index}`);
    const outputs = ["Outputs:", ...many, "", "Resources:", "    31 unchanged", "", "Duration: 7s", ""].join("\n");
    const denied = "  aws:ecs:Service (pulse):\n    error: AccessDenied:\n\n      by the boundary";
    const warning = "  pulumi:pulumi:Stack (devmin-demo-dev):\n    warning: using a provider from PATH";
    const violated =
        "Policies:\n    ❌ devmin@v0.1.0\n        - [mandatory]  no-nat-gateways  (aws:ec2:NatGateway: nat)";
    const unreached = "  aws:ecs:Cluster (it):\n    error: expected resource operations for urn:it but none were seen";

    for (const { title, output, message } of [
        {
            title: "is told by its errors, wherever in the output they are, without the warnings",
            output: `Updating (dev):\n\nDiagnostics:\n${warning}\n\n${denied}\n\n${outputs}`,
            message: denied,
        },
        {
            title: "is told by the guardrails that are violated, and the errors",
            output: `${violated}\n\nDiagnostics:\n${denied}\n\n${outputs}`,
            message: `${violated}\n${denied}`,
        },
        {
            title: "is not told by what the pack only advises",
            output: `Policies:\n        - [advisory]  max-stack-cost  (it)\n\nDiagnostics:\n${denied}\n`,
            message: denied,
        },
        {
            title: "is not told by what a plan did not come to after it",
            output: `Diagnostics:\n${unreached}\n\n${denied}\n\n${unreached}\n\n${outputs}`,
            message: denied,
        },
        {
            title: "is told by what a plan did not come to where there is nothing else",
            output: `Diagnostics:\n${unreached}\n\n${outputs}`,
            message: unreached,
        },
        {
            title: "is told by its last 20 lines where it says nothing of an error",
            output: [...many, "error: the stack is currently locked"].join("\n"),
            message: [...many.slice(-19), "error: the stack is currently locked"].join("\n"),
        },
    ]) {
        it(title, () => assert.equal(says(output), begin + message));
    }
});
