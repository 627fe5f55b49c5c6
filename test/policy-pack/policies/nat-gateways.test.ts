import assert from "node:assert/strict";
import { natGateways } from "../../../policy-pack/policies/nat-gateways";
import { unknown, verdictOn } from "../judging";

describe("policy nat-gateways", () => {
    const gateway = { type: "aws:ec2/natGateway:NatGateway", props: { subnetId: "subnet-1" } };
    const denial =
        "a NAT gateway costs 32.85 USD a month per gateway + 3.65 USD a month per public IPv4 address + " +
        "0.045 USD per GB (infracost nat_gateway, 2026-11-23), used or not; " +
        "use public subnets behind an internet gateway, with a gateway endpoint for S3.";

    it("denies a NAT gateway and says what it costs and what to use", async () => {
        assert.deepEqual(await verdictOn(natGateways, gateway), [denial]);
    });
    it("denies one of which nothing is known yet", async () => {
        assert.deepEqual(await verdictOn(natGateways, { ...gateway, props: { subnetId: unknown } }), [denial]);
    });
    it("leaves an internet gateway alone", async () => {
        assert.equal(
            await verdictOn(natGateways, { type: "aws:ec2/internetGateway:InternetGateway" }),
            "not applicable",
        );
    });
});
