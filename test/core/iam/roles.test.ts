import assert from "node:assert/strict";
import { roleDefinitions } from "../../../core/iam/roles";
import { buildBoundaryStatements, buildDenies } from "../../../lib/denies";
import { formatPolicyDocument, type Statement } from "../../../lib/iam-policy";
import {
    buildArn,
    buildName,
    getBoundaryArn,
    getRoleArn,
    type NamingScope,
    type RoleName,
    roles,
} from "../../../lib/names";
import { evaluate, evaluateRole, type IamRequest } from "../iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = buildArn(scope, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const of = (layer: string, noun: string) => buildName({ ...scope, layer }, noun);
const role = (layer: string, noun: string) => buildArn(scope, "iam", `role/${of(layer, noun)}`);
const bucket = (noun: string) => buildArn(scope, "s3", of("core", noun));
const topic = (noun: string) => buildArn(scope, "sns", of("core", noun));
const secret = (layer: string) => buildArn(scope, "secretsmanager", `secret:${of(layer, "pulse")}-AbCdEf`);
const state = (project: string) => `${bucket("state")}/.pulumi/stacks/${project}/dev.json`;
const withBoundary = { "iam:PermissionsBoundary": getBoundaryArn(scope) };
const ours = (key: string) => ({ [`aws:${key}/devmin:layer`]: "demo", [`aws:${key}/devmin:stack`]: "dev" });
const layerOf = (layer: string) => ({ "kms:EncryptionContext:layer": layer });
const ec2 = (kind: string, id = "*") => buildArn(scope, "ec2", `${kind}/${id}`);

/** What each role can and cannot do; pairs of requests differ only in what decides. */
const table: [RoleName, Record<"can" | "cannot", Record<string, IamRequest>>][] = [
    [
        "deploy-demo",
        {
            can: {
                ...Object.fromEntries(
                    Object.entries({
                        ModifyVpcEndpoint: ec2("vpc-endpoint", "vpce-1"),
                        DeleteVpcEndpoints: ec2("vpc-endpoint", "vpce-1"),
                        DeleteSecurityGroup: ec2("security-group", "sg-1"),
                    }).map(([action, resource]) => [
                        `remove what GuardDuty put into its network: ${action}`,
                        { action: `ec2:${action}`, resource, context: { "aws:ResourceTag/GuardDutyManaged": "true" } },
                    ]),
                ),
                "create a role with the boundary": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task"),
                    context: withBoundary,
                },
                "pass its role to ECS": {
                    action: "iam:PassRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
                },
                "pass its role to EventBridge Scheduler": {
                    action: "iam:PassRole",
                    resource: role("demo", "lease"),
                    context: { "iam:PassedToService": "scheduler.amazonaws.com" },
                },
                "create a network with its tags": {
                    action: "ec2:CreateVpc",
                    resource: ec2("vpc"),
                    context: ours("RequestTag"),
                },
                "create a subnet in its own network": {
                    action: "ec2:CreateSubnet",
                    resource: ec2("vpc", "vpc-1"),
                    context: ours("ResourceTag"),
                },
                "create ECS' service-linked role": {
                    action: "iam:CreateServiceLinkedRole",
                    resource: buildArn(scope, "iam", "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
                    context: { "iam:AWSServiceName": "ecs.amazonaws.com" },
                },
                "delete its own network": {
                    action: "ec2:DeleteVpc",
                    resource: ec2("vpc", "vpc-1"),
                    context: ours("ResourceTag"),
                },
                "change the owner tag of its network": {
                    action: "ec2:CreateTags",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("ResourceTag"), "aws:TagKeys": ["devmin:owner"] },
                },
                "read the state of core": { action: "s3:GetObject", resource: state("devmin-core") },
                "write its own state": { action: "s3:PutObject", resource: state("devmin-demo") },
                "decrypt its own Pulumi secrets": { action: "kms:Decrypt", resource: keyArn, context: layerOf("demo") },
                "create a schedule": {
                    action: "scheduler:CreateSchedule",
                    resource: buildArn(scope, "scheduler", `schedule/default/${of("demo", "lease")}`),
                },
            },
            cannot: {
                "create a role without the boundary": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task"),
                },
                "create a role with another boundary": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PermissionsBoundary": buildArn(scope, "iam", "policy/wide") },
                },
                "put a policy on a role without the boundary": {
                    action: "iam:PutRolePolicy",
                    resource: role("demo", "pulse-task"),
                },
                "create a role of another layer": {
                    action: "iam:CreateRole",
                    resource: role("core", "friend"),
                    context: withBoundary,
                },
                "create a role of another stack": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task").replace("-dev-", "-dev2-"),
                    context: withBoundary,
                },
                "remove the boundary from a role": {
                    action: "iam:DeleteRolePermissionsBoundary",
                    resource: role("demo", "pulse-task"),
                    context: withBoundary,
                },
                "change the boundary": { action: "iam:CreatePolicyVersion", resource: getBoundaryArn(scope) },
                "delete the boundary": { action: "iam:DeletePolicy", resource: getBoundaryArn(scope) },
                "change its own permissions": {
                    action: "iam:PutRolePolicy",
                    resource: getRoleArn(scope, "deploy-demo"),
                    context: withBoundary,
                },
                "pass a role to another service": {
                    action: "iam:PassRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PassedToService": "ec2.amazonaws.com" },
                },
                "pass a deployer's role": {
                    action: "iam:PassRole",
                    resource: getRoleArn(scope, "deploy-kafka"),
                    context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
                },
                "create a user": { action: "iam:CreateUser", resource: buildArn(scope, "iam", "user/me") },
                "create an access key": { action: "iam:CreateAccessKey", resource: buildArn(scope, "iam", "user/me") },
                "read the secrets of kafka": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "write the state of kafka": { action: "s3:PutObject", resource: state("devmin-kafka") },
                "delete a lock of kafka": {
                    action: "s3:DeleteObject",
                    resource: `${bucket("state")}/.pulumi/locks/organization/devmin-kafka/dev/1.json`,
                },
                "append to the audit log": {
                    action: "s3:PutObject",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "delete a version of an audit log entry": {
                    action: "s3:DeleteObjectVersion",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "delete an audit log entry": {
                    action: "s3:DeleteObject",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "bypass retention": {
                    action: "s3:BypassGovernanceRetention",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "shorten retention": {
                    action: "s3:PutObjectRetention",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "change the bucket policy of the evidence store": {
                    action: "s3:PutBucketPolicy",
                    resource: bucket("evidence"),
                },
                "delete the key": { action: "kms:ScheduleKeyDeletion", resource: keyArn },
                "create a network in another region": {
                    action: "ec2:CreateVpc",
                    resource: ec2("vpc").replace(scope.region, "us-east-1"),
                    context: ours("RequestTag"),
                    region: "us-east-1",
                },
                "describe networks in another region": {
                    action: "ec2:DescribeVpcs",
                    resource: "*",
                    region: "us-east-1",
                },
                "create a network without its tags": { action: "ec2:CreateVpc", resource: ec2("vpc") },
                "create a subnet in another stack's network": {
                    action: "ec2:CreateSubnet",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("RequestTag"), "aws:ResourceTag/devmin:stack": "alice" },
                },
                "create the service-linked role of another service": {
                    action: "iam:CreateServiceLinkedRole",
                    resource: buildArn(
                        scope,
                        "iam",
                        "role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
                    ),
                    context: { "iam:AWSServiceName": "spot.amazonaws.com" },
                },
                "delete an endpoint of another network": {
                    action: "ec2:DeleteVpcEndpoints",
                    resource: ec2("vpc-endpoint", "vpce-1"),
                },
                "delete a security group of another network": {
                    action: "ec2:DeleteSecurityGroup",
                    resource: ec2("security-group", "sg-1"),
                    context: { "aws:ResourceTag/GuardDutyManaged": "false" },
                },
                "delete another stack's network": {
                    action: "ec2:DeleteVpc",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("ResourceTag"), "aws:ResourceTag/devmin:stack": "alice" },
                },
                "tag another stack's network as its own": {
                    action: "ec2:CreateTags",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("RequestTag"), "aws:TagKeys": ["devmin:layer", "devmin:stack"] },
                },
                "create a NAT gateway": {
                    action: "ec2:CreateNatGateway",
                    resource: ec2("natgateway"),
                    context: ours("RequestTag"),
                },
                "run an instance": {
                    action: "ec2:RunInstances",
                    resource: ec2("instance"),
                    context: ours("RequestTag"),
                },
                "allow ingress": {
                    action: "ec2:AuthorizeSecurityGroupIngress",
                    resource: ec2("security-group", "sg-1"),
                    context: ours("ResourceTag"),
                },
            },
        },
    ],
    [
        "deploy-kafka",
        {
            can: {
                "write its secrets": { action: "secretsmanager:PutSecretValue", resource: secret("kafka") },
                "decrypt its own Pulumi secrets": {
                    action: "kms:Decrypt",
                    resource: keyArn,
                    context: layerOf("kafka"),
                },
                "write its own state": { action: "s3:PutObject", resource: state("devmin-kafka") },
            },
            cannot: {
                "encrypt Pulumi secrets of core": { action: "kms:Encrypt", resource: keyArn, context: layerOf("core") },
                "write a secret of another layer": {
                    action: "secretsmanager:PutSecretValue",
                    resource: secret("demo"),
                },
                "decrypt Pulumi secrets of another layer": {
                    action: "kms:Decrypt",
                    resource: keyArn,
                    context: layerOf("demo"),
                },
                "use the key without encryption context or service": { action: "kms:Decrypt", resource: keyArn },
                "write the state of core": { action: "s3:PutObject", resource: state("devmin-core") },
                "create a role": { action: "iam:CreateRole", resource: role("kafka", "it"), context: withBoundary },
            },
        },
    ],
    [
        "auditor",
        {
            can: {
                "describe networks": { action: "ec2:DescribeVpcs", resource: "*" },
                "read Kafka credentials": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "read evidence": { action: "s3:GetObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
                "publish a test to the alarm": { action: "sns:Publish", resource: topic("spending") },
                "encrypt that test": {
                    action: "kms:GenerateDataKey",
                    resource: keyArn,
                    context: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" },
                },
                "append to the audit log": {
                    action: "s3:PutObject",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
            },
            cannot: {
                "write a result of a run": {
                    action: "s3:PutObject",
                    resource: `${bucket("evidence")}/runs/pulse/1.json`,
                },
                "publish to another topic": { action: "sns:Publish", resource: topic("other") },
                "subscribe to the alarm": { action: "sns:Subscribe", resource: topic("spending") },
                "write a state": { action: "s3:PutObject", resource: state("devmin-demo") },
                "change a secret": { action: "secretsmanager:PutSecretValue", resource: secret("kafka") },
                "stop a service": {
                    action: "ecs:UpdateService",
                    resource: buildArn(scope, "ecs", `service/${of("demo", "cluster")}/${of("demo", "pulse")}`),
                },
            },
        },
    ],
    [
        "preview",
        {
            can: {
                "read the state of demo": { action: "s3:GetObject", resource: state("devmin-demo") },
                "describe networks": { action: "ec2:DescribeVpcs", resource: "*" },
            },
            cannot: {
                "decrypt Pulumi secrets of kafka": {
                    action: "kms:Decrypt",
                    resource: keyArn,
                    context: layerOf("kafka"),
                },
                "read Kafka credentials": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "read evidence": { action: "s3:GetObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "write evidence": { action: "s3:PutObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "write a state": { action: "s3:PutObject", resource: state("devmin-demo") },
            },
        },
    ],
];

for (const [name, { can, cannot }] of table) {
    describe(`the role ${name}`, () => {
        for (const [what, request] of Object.entries(can)) {
            it(`can ${what}`, async () => assert.equal(await evaluateRole(scope, name, request, keyArn), "Allowed"));
        }
        for (const [what, request] of Object.entries(cannot)) {
            it(`cannot ${what}`, async () => assert.match(await evaluateRole(scope, name, request, keyArn), /Denied$/));
        }
    });
}

describe("a role that a deployer creates, with a policy that allows everything,", () => {
    const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
    const ask = (request: IamRequest) => evaluate(scope, role("demo", "pulse-task"), everything, request);

    const can: Record<string, IamRequest> = {
        "read its Kafka credentials": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
        "write a result": { action: "s3:PutObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
        "use the key via Secrets Manager": {
            action: "kms:Decrypt",
            resource: keyArn,
            context: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" },
        },
    };
    const cannot: Record<string, IamRequest> = {
        "create a role": { action: "iam:CreateRole", resource: role("demo", "it"), context: withBoundary },
        "assume a role": { action: "sts:AssumeRole", resource: getRoleArn(scope, "auditor") },
        "create a network": { action: "ec2:CreateVpc", resource: ec2("vpc"), context: ours("RequestTag") },
        "read another secret": {
            action: "secretsmanager:GetSecretValue",
            resource: buildArn(scope, "secretsmanager", "secret:somebody-elses-AbCdEf"),
        },
        "write to another bucket": { action: "s3:PutObject", resource: "arn:aws:s3:::somebody-elses/it" },
        "read a state": { action: "s3:GetObject", resource: state("devmin-kafka") },
        "decrypt Pulumi secrets": { action: "kms:Decrypt", resource: keyArn, context: layerOf("kafka") },
        "delete evidence": { action: "s3:DeleteObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
    };
    for (const [what, request] of Object.entries(can)) {
        it(`can ${what}`, async () => assert.equal(await ask(request), "Allowed"));
    }
    for (const [what, request] of Object.entries(cannot)) {
        it(`cannot ${what}`, async () => assert.match(await ask(request), /Denied$/));
    }
});

describe("the policies", () => {
    // The longest names possible.
    const long: NamingScope = { ...scope, stack: "a".repeat(10), region: "ap-southeast-2" };
    const size = (statements: Statement[]) => formatPolicyDocument(statements).length;

    it("are within IAM's limits: 6,144 characters for the boundary, 10,240 for a role's own policy", () => {
        assert.ok(size(buildBoundaryStatements(buildDenies(long))) <= 6_144);
        for (const name of roles) {
            const length = size(roleDefinitions[name].buildPermissions(long, keyArn));
            assert.ok(length <= 10_240, `${name}: ${length}`);
        }
    });

    it("have statement ids, each once", () => {
        for (const statements of [
            buildBoundaryStatements(buildDenies(scope)),
            ...roles.map((name) => roleDefinitions[name].buildPermissions(scope, keyArn)),
        ]) {
            const sids = statements.map(({ Sid }) => Sid);
            assert.deepEqual([...new Set(sids)], sids);
            for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
        }
    });
});
