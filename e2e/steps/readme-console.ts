import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../step";

/** A NAT gateway, as somebody would write it into demo's program. */
const natGateway =
    'new aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0] as pulumi.Output<string> }, { provider });\n';

export const readmeConsole: Step = {
    title: "plan refuses a NAT gateway, shows a change and its cost; README shows what is printed",
    extended: true,
    async run(workspace, log) {
        const program = join(workspace.tree, "demo", "index.ts");
        const code = readFileSync(program, "utf8");
        writeFileSync(
            program,
            code.replace("const cluster =", () => `${natGateway}const cluster =`),
        );
        const refused = await workspace.expectRefusal(["./devmin", "plan", "demo"], log);
        writeFileSync(program, code);
        const [refusal = ""] = /^devmin plan: [\s\S]*/m.exec(refused) ?? [];
        assert.match(refusal, /a NAT gateway is not allowed/);

        await workspace.run(["./devmin", "lease", "extend", "3h"], log);
        const plan = await workspace.run(["bash", "-c", "./devmin plan demo 2>/dev/null"], log);
        assert.match(plan, /update +Schedule pulse/);
        // Whatever updated the layers before, each has a deployment record now.
        await workspace.run(["./devmin", "up", "core", "kafka", "demo", "--yes"], log);
        const verify = await workspace.run(["bash", "-c", "./devmin verify 2>/dev/null"], log);
        for (const command of ["plan demo", "lease", "budget"]) {
            const [name] = command.split(" ");
            const output = await workspace.run(["bash", "-c", `./devmin ${command} --json 2>/dev/null`], log);
            const { command: printedName, stack, data } = JSON.parse(output);
            assert.deepEqual([printedName, stack], [name, "local"]);
            assert.ok(data, output);
        }
        const wrong = await workspace.exec(["bash", "-c", "./devmin lease x --json 2>/dev/null"]);
        assert.deepEqual([wrong.exitCode, JSON.parse(wrong.output).exitCode], [2, 2]);
        Object.assign(workspace.consoleOutputs, {
            "./devmin plan demo    # with a NAT gateway in demo's program": refusal,
            "./devmin plan demo    # after ./devmin lease extend 3h": plan,
            "./devmin verify": verify,
        });
        return "the NAT gateway was refused with its price and the alternative; the new lease is one change";
    },
};
