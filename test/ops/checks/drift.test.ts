import assert from "node:assert/strict";
import { driftChecks } from "../../../ops/checks/drift";
import { SkippedError } from "../../../ops/checks/status";
import { createRefresh, type RefreshedResource } from "../drift/refresh";
import { findProblems } from "./find-problems";

const getCheck = (claim: string) => driftChecks.find((each) => each.claim === claim) ?? assert.fail(claim);
const asDeployed = getCheck("everything in demo is as it was deployed");
const nothingAdded = getCheck("nothing was added to demo by hand");
const service = { type: "aws:ecs/service:Service", name: "pulse", deployed: { desiredCount: 1 } };
const findChanges = (...resources: RefreshedResource[]) =>
    findProblems(asDeployed, {}, {}, { pulumi: createRefresh(resources) });

describe("the check of what was changed by hand", () => {
    it("names each change, and how to put it back", async () => {
        assert.deepEqual(await findChanges({ ...service, current: { desiredCount: 2 } }), [
            "desiredCount of Service pulse is 2, and was deployed as 1",
            "pulumi up -C demo --refresh puts back what was changed",
        ]);
    });

    it("passes without a change, and with a service that its lease has ended", async () => {
        assert.deepEqual(await findChanges(), []);
        assert.deepEqual(await findChanges({ ...service, current: { desiredCount: 0 } }), []);
    });

    it("names a service without tasks that was changed in another way as well", async () => {
        const deployed = { desiredCount: 1, cluster: "a" };
        const problems = await findChanges({ ...service, deployed, current: { desiredCount: 0, cluster: "b" } });
        assert.equal(problems.length, 3);
    });
});

const resources = [
    { urn: "u1", type: "aws:ec2/vpc:Vpc", id: "vpc-1" },
    { urn: "u2", type: "aws:ec2/securityGroup:SecurityGroup", id: "sg-1" },
    { urn: "u3", type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", id: "sgr-1" },
    { urn: "u4", type: "aws:iam/role:Role", id: "devmin-demo-dev-pulse-task" },
    { urn: "u5", type: "aws:iam/rolePolicy:RolePolicy", id: "devmin-demo-dev-pulse-task:permissions" },
    { urn: "u6", type: "aws:ecs/service:Service", id: "arn:service/pulse" },
];
const declared = {
    DescribeSecurityGroupRules: { SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-1", IsEgress: true }] },
    ListRoles: { Roles: [{ RoleName: "devmin-demo-dev-pulse-task" }, { RoleName: "devmin-demo-dev2-other" }] },
    ListRolePolicies: { PolicyNames: ["permissions"] },
    ListServices: { serviceArns: ["arn:service/pulse"] },
};

describe("the checks of kafka", () => {
    const { CONFLUENT_CLOUD_API_KEY: key } = process.env;
    before(() => {
        delete process.env.CONFLUENT_CLOUD_API_KEY;
    });
    after(() => {
        if (key) process.env.CONFLUENT_CLOUD_API_KEY = key;
    });
    for (const claim of ["everything in kafka is as it was deployed", "nothing was added to kafka by hand"]) {
        it(`are skipped without a Confluent Cloud key: ${claim}`, () =>
            assert.rejects(findProblems(getCheck(claim), {}, {}), (error: Error) => {
                assert.ok(error instanceof SkippedError);
                assert.match(error.message, /^export CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET/);
                return true;
            }));
    }
});

describe("the check of what was added by hand", () => {
    it("passes when the state has everything that is there", async () => {
        assert.deepEqual(await findProblems(nothingAdded, {}, declared, { resources }), []);
    });

    const tags = [
        { ResourceId: "eipalloc-1", ResourceType: "elastic-ip", Key: "devmin:layer", Value: "demo" },
        { ResourceId: "eipalloc-1", ResourceType: "elastic-ip", Key: "devmin:stack", Value: "dev" },
        { ResourceId: "eipalloc-2", ResourceType: "elastic-ip", Key: "devmin:layer", Value: "demo" },
        { ResourceId: "eipalloc-2", ResourceType: "elastic-ip", Key: "devmin:stack", Value: "alice" },
    ];
    const additions: [operation: string, answer: object, what: string][] = [
        ["DescribeTags", { Tags: tags }, "elastic-ip eipalloc-1"],
        [
            "DescribeNatGateways",
            { NatGateways: [{ NatGatewayId: "nat-1", VpcId: "vpc-1", State: "available" }] },
            "NAT gateway nat-1 (32.85 USD a month per gateway, 3.65 USD a month per public IPv4 address, 0.045 USD per GB)",
        ],
        [
            "DescribeVpcEndpoints",
            { VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1" }] },
            "VPC endpoint vpce-1",
        ],
        [
            "DescribeInstances",
            { Reservations: [{ Instances: [{ InstanceId: "i-1", VpcId: "vpc-1" }] }] },
            "EC2 instance i-1",
        ],
        [
            "DescribeSecurityGroupRules",
            { SecurityGroupRules: [{ SecurityGroupRuleId: "sgr-2", FromPort: 22, CidrIpv4: "0.0.0.0/0" }] },
            "ingress rule (port 22, 0.0.0.0/0) sgr-2",
        ],
        ["ListRoles", { Roles: [{ RoleName: "devmin-demo-dev-it" }] }, "IAM role devmin-demo-dev-it"],
        ["ListRolePolicies", { PolicyNames: ["it"] }, "role policy devmin-demo-dev-pulse-task:it"],
        [
            "ListAttachedRolePolicies",
            { AttachedPolicies: [{ PolicyArn: "arn:admin" }] },
            "policy attached to role devmin-demo-dev-pulse-task: arn:admin",
        ],
        ["ListServices", { serviceArns: ["arn:service/second"] }, "ECS service arn:service/second"],
        ["ListSchedules", { Schedules: [{ GroupName: "default", Name: "it" }] }, "schedule default/it"],
        ["DescribeLogGroups", { logGroups: [{ logGroupName: "it" }] }, "log group it"],
    ];
    for (const [operation, answer, what] of additions) {
        it(`names ${what}`, async () => {
            assert.deepEqual(
                await findProblems(nothingAdded, {}, { ...declared, [operation]: answer }, { resources }),
                [`${what} is in no state: it was added by hand`],
            );
        });
    }

    it("takes what is being deleted for gone", async () => {
        const going = {
            DescribeNatGateways: { NatGateways: [{ NatGatewayId: "nat-1", VpcId: "vpc-1", State: "deleting" }] },
            DescribeVpcEndpoints: { VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1", State: "deleting" }] },
            DescribeInstances: {
                Reservations: [{ Instances: [{ InstanceId: "i-1", VpcId: "vpc-1", State: { Name: "terminated" } }] }],
            },
        };
        assert.deepEqual(await findProblems(nothingAdded, {}, { ...declared, ...going }, { resources }), []);
    });

    it("does not name what GuardDuty adds to every VPC with tasks", async () => {
        const Tags = [{ Key: "GuardDutyManaged", Value: "true" }];
        const guardDuty = { VpcEndpoints: [{ VpcEndpointId: "vpce-1", VpcId: "vpc-1", Tags }] };
        assert.deepEqual(
            await findProblems(nothingAdded, {}, { ...declared, DescribeVpcEndpoints: guardDuty }, { resources }),
            [],
        );
    });

    it("does not name the policy that core's budget action attaches", async () => {
        const core = [
            { urn: "u1", type: "aws:iam/role:Role", id: "devmin-core-dev-deploy-demo" },
            {
                urn: "u2",
                type: "aws:budgets/budgetAction:BudgetAction",
                id: "it",
                inputs: { definition: { iamActionDefinition: { policyArn: "arn:over-budget" } } },
            },
        ];
        const answers = {
            ListAttachedRolePolicies: {
                AttachedPolicies: [{ PolicyArn: "arn:over-budget" }, { PolicyArn: "arn:admin" }],
            },
        };
        assert.deepEqual(
            await findProblems(getCheck("nothing was added to core by hand"), {}, answers, { resources: core }),
            ["policy attached to role devmin-core-dev-deploy-demo: arn:admin is in no state: it was added by hand"],
        );
    });
});
