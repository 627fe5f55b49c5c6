import assert from "node:assert/strict";
import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { differences, dump } from "../dump";
import type { Step } from "../step";

/** What someone in a hurry adds to the demo, and what the pack must say. */
const additions = [
    {
        program: `new aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0], allocationId: "eipalloc-0" }, { provider });`,
        policy: "nat-gateways",
    },
    {
        program: `new aws.lb.LoadBalancer("front", { loadBalancerType: "application", subnets: network.subnetIds }, { provider });`,
        policy: "load-balancers",
    },
    {
        program: `new aws.autoscaling.Group("fleet", { minSize: 1, maxSize: 3, launchTemplate: { id: "lt-0" } }, { provider });`,
        policy: "fleets",
    },
];

/** What goes on meanwhile: the service that runs writes its log. */
const byItself = /^[+~] aws\/cloudwatch_logs\/log_groups\/.*\/streams\//;

export const footguns: Step = {
    title: "cost footguns are refused in preview",
    async play(stage, say) {
        const before = await dump(stage.home);
        for (const { program, policy } of additions) {
            const copy = join(stage.tree, `demo-with-${policy}`);
            cpSync(join(stage.tree, "demo"), copy, { recursive: true });
            appendFileSync(join(copy, "index.ts"), `\n${program}\n`);
            const said = await stage.refused(["pulumi", "preview", "-C", `demo-with-${policy}`], say);
            assert.match(said, new RegExp(`\\b${policy}\\b`), `the refusal names ${policy}:\n${said}`);
        }
        const made = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
        assert.deepEqual(made, []);
        return `${additions.map(({ policy }) => policy).join(", ")}: refused, and nothing was made`;
    },
};
