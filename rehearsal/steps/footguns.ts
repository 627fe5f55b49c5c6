import assert from "node:assert/strict";
import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { differences, dump } from "../dump";
import { inRole } from "../stage";
import type { Step } from "../step";

/** What someone in a hurry adds to the demo, by the policy that must refuse it. */
const additions: Record<string, string> = {
    "nat-gateways": `new aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0], allocationId: "eipalloc-0" }, { provider });`,
    "load-balancers": `new aws.lb.LoadBalancer("front", { loadBalancerType: "application", subnets: network.subnetIds }, { provider });`,
    fleets: `new aws.autoscaling.Group("fleet", { minSize: 1, maxSize: 3, launchTemplate: { id: "lt-0" } }, { provider });`,
};

/** What goes on meanwhile: the service that runs writes its log. */
export const byItself = /^[+~] aws\/cloudwatch_logs\/log_groups\/.*\/streams\//;

export const footguns: Step = {
    title: "cost footguns are refused in preview",
    async play(stage, say) {
        const before = await dump(stage.home);
        cpSync(join(stage.tree, "demo"), join(stage.tree, "demo-in-a-hurry"), { recursive: true });
        const program = ["", ...Object.values(additions), ""].join("\n");
        appendFileSync(join(stage.tree, "demo-in-a-hurry", "index.ts"), program);
        const said = await stage.refused(inRole("demo", ["pulumi", "preview", "-C", "demo-in-a-hurry"]), say);
        for (const policy of Object.keys(additions)) {
            assert.match(said, new RegExp(`\\[mandatory\\]\\s+${policy}\\b`), `${policy} refuses:\n${said}`);
        }
        const made = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
        assert.deepEqual(made, []);
        return `${Object.keys(additions).join(", ")}: refused, and nothing was made`;
    },
};
