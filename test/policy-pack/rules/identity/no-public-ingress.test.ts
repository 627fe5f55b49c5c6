import assert from "node:assert/strict";
import { noPublicIngress } from "../../../../policy-pack/rules/identity/no-public-ingress";
import { evaluateResourcePolicy } from "../../evaluate-policy";

const places = [
    { type: "aws:ec2/securityGroup:SecurityGroup", list: true },
    { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", list: true },
    { type: "aws:ec2/securityGroupRule:SecurityGroupRule", list: false },
].flatMap(({ type, list }) =>
    ["cidrBlocks", "ipv6CidrBlocks"].map((property) => ({
        type,
        at: list ? `ingress.0.${property}.0` : `${property}.0`,
        props: (cidr: string) => (list ? { ingress: [{ [property]: [cidr] }] } : { [property]: [cidr] }),
    })),
);
const single = ["cidrIpv4", "cidrIpv6"].map((property) => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    at: property,
    props: (cidr: string) => ({ [property]: cidr }),
}));

describe("policy no-public-ingress", () => {
    const expected = (at: string, cidr: string) => [
        `${at} is ${cidr}; name the addresses that may connect, or another security group.`,
    ];
    for (const { type, at, props } of [...places, ...single]) {
        it(`denies 0.0.0.0/0 at ${at} of ${type} and allows a private network`, async () => {
            assert.deepEqual(
                await evaluateResourcePolicy(noPublicIngress, { type, props: props("::/0") }),
                expected(at, "::/0"),
            );
            assert.deepEqual(await evaluateResourcePolicy(noPublicIngress, { type, props: props("10.0.0.0/16") }), []);
        });
    }
    const rule = (cidr: unknown) =>
        evaluateResourcePolicy(noPublicIngress, {
            type: "aws:ec2/securityGroupRule:SecurityGroupRule",
            props: { cidrBlocks: [cidr] },
        });
    for (const cidr of ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"]) {
        it(`allows ${cidr}`, async () => assert.deepEqual(await rule(cidr), []));
    }
    for (const cidr of ["10.0.0.0/7", "2001:db8::/31", "2001:db8::/9", "anywhere", "10.0.0.1"]) {
        it(`denies ${cidr}`, async () => assert.deepEqual(await rule(cidr), expected("cidrBlocks.0", cidr)));
    }
    it("ignores egress rules", async () => {
        const props = { type: "egress", cidrBlocks: ["0.0.0.0/0"] };
        assert.deepEqual(
            await evaluateResourcePolicy(noPublicIngress, {
                type: "aws:ec2/securityGroupRule:SecurityGroupRule",
                props,
            }),
            [],
        );
    });
});
