import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../../ops/environment";
import { PulumiFailure, pulumiFor } from "../../ops/pulumi";

describe("a verb's Pulumi", () => {
    const { PATH } = process.env;
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-pulumi-"));
        mkdirSync(join(root, "core"));
        process.env.PATH = [root, PATH].join(delimiter);
    });
    afterEach(() => {
        process.env.PATH = PATH;
        rmSync(root, { recursive: true });
    });

    it("has the policy pack attached, whatever the shell says", async () => {
        const telling = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo "$PULUMI_OPTION_POLICY_PACK"\n';
        writeFileSync(join(root, "pulumi"), telling, { mode: 0o755 });
        const pulumi = await pulumiFor({ root, backend: "s3://state", stack: "dev" } as Environment, () => {});
        assert.equal(await pulumi("core", ["up"]), join(root, "policy-pack"));
    });
});

describe("a failure of Pulumi", () => {
    const says = (output: string) => new PulumiFailure("pulumi up in demo", 255, output).message;
    const begin = "pulumi up in demo ended with exit code 255:\n";
    const many = Array.from({ length: 30 }, (_, index) => `    output ${index}`);
    const outputs = ["Outputs:", ...many, "", "Resources:", "    31 unchanged", "", "Duration: 7s", ""].join("\n");
    const denied = "  aws:ecs:Service (pulse):\n    error: AccessDenied:\n\n      by the boundary";
    const warning = "  pulumi:pulumi:Stack (devmin-demo-dev):\n    warning: using a provider from PATH";
    const violated = "Policies:\n    ❌ devmin@v0.1.0\n        - [mandatory]  nat-gateways  (aws:ec2:NatGateway: nat)";
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
            output: `Policies:\n        - [advisory]  stack-cost  (it)\n\nDiagnostics:\n${denied}\n`,
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
