import assert from "node:assert/strict";
import { fleets } from "../../../policy-pack/policies/fleets";
import { verdictOn } from "../judging";

describe("policy fleets", () => {
    const machines = "(infracost autoscaling_group, 2026-11-23), used or not; use a Fargate Spot service of one task.";
    const cases = [
        {
            type: "aws:autoscaling/group:Group",
            says: `an auto scaling group costs 60.74 USD a month per t3.large ${machines}`,
        },
        { type: "aws:ec2/fleet:Fleet", says: `an EC2 fleet costs 60.74 USD a month per t3.large ${machines}` },
        {
            type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
            says: `a spot fleet request costs 60.74 USD a month per t3.large at the on-demand price ${machines}`,
        },
        {
            type: "aws:eks/nodeGroup:NodeGroup",
            says:
                "an EKS node group costs 70.08 USD a month per m5.large node " +
                "(infracost eks_node_group, 2026-11-23), used or not; use a Fargate Spot service of one task.",
        },
    ];
    for (const { type, says } of cases) {
        it(`denies ${type}, even of size zero`, async () => {
            assert.deepEqual(await verdictOn(fleets, { type, props: { maxSize: 0 } }), [says]);
        });
    }
    it("leaves an ECS cluster alone", async () => {
        assert.equal(await verdictOn(fleets, { type: "aws:ecs/cluster:Cluster" }), "not applicable");
    });
});
