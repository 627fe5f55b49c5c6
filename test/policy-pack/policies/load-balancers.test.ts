import assert from "node:assert/strict";
import { loadBalancers } from "../../../policy-pack/policies/load-balancers";
import { verdictOn } from "../judging";

describe("policy load-balancers", () => {
    const modern =
        "a load balancer costs 16.43 USD a month per load balancer + " +
        "3.65 USD a month per public IPv4 address, one a zone + 5.84 USD per capacity unit kept busy for a month " +
        "(infracost lb, 2026-11-23), used or not; use the public address of the task itself.";
    const classic =
        "a classic load balancer costs 18.25 USD a month per load balancer + 0.008 USD per GB " +
        "(infracost elb, 2026-11-23), used or not; use the public address of the task itself.";
    const cases = [
        { type: "aws:lb/loadBalancer:LoadBalancer", says: modern },
        { type: "aws:alb/loadBalancer:LoadBalancer", says: modern },
        { type: "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", says: modern },
        { type: "aws:applicationloadbalancing/loadBalancer:LoadBalancer", says: modern },
        { type: "aws:elb/loadBalancer:LoadBalancer", says: classic },
        { type: "aws:elasticloadbalancing/loadBalancer:LoadBalancer", says: classic },
    ];
    for (const { type, says } of cases) {
        it(`denies ${type}`, async () => {
            assert.deepEqual(await verdictOn(loadBalancers, { type, props: { internal: true } }), [says]);
        });
    }
    it("leaves a target group alone", async () => {
        assert.equal(await verdictOn(loadBalancers, { type: "aws:lb/targetGroup:TargetGroup" }), "not applicable");
    });
});
