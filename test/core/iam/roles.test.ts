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

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = buildArn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const of = (layer: string, noun: string) => buildName({ ...place, layer }, noun);
const role = (layer: string, noun: string) => buildArn(place, "iam", `role/${of(layer, noun)}`);
const bucket = (noun: string) => buildArn(place, "s3", of("core", noun));
const topic = (noun: string) => buildArn(place, "sns", of("core", noun));
const secret = (layer: string) => buildArn(place, "secretsmanager", `secret:${of(layer, "pulse")}-AbCdEf`);
const state = (project: string) => `${bucket("state")}/.pulumi/stacks/${project}/dev.json`;
const withBoundary = { "iam:PermissionsBoundary": getBoundaryArn(place) };
const ours = (key: string) => ({ [`aws:${key}/devmin:layer`]: "demo", [`aws:${key}/devmin:stack`]: "dev" });
const layerOf = (layer: string) => ({ "kms:EncryptionContext:layer": layer });
const ec2 = (kind: string, id = "*") => buildArn(place, "ec2", `${kind}/${id}`);

/** What each role can and cannot do: one pair of lines where only the decisive thing differs. */
const table: [RoleName, Record<"can" | "cannot", Record<string, IamRequest>>][] = [
    [
        "deploy-demo",
        {
            can: {
                "make a role within the boundary": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task"),
                    context: withBoundary,
                },
                "hand its role to ECS": {
                    action: "iam:PassRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
                },
                "hand its role to the scheduler": {
                    action: "iam:PassRole",
                    resource: role("demo", "lease"),
                    context: { "iam:PassedToService": "scheduler.amazonaws.com" },
                },
                "make a network that bears its tags": {
                    action: "ec2:CreateVpc",
                    resource: ec2("vpc"),
                    context: ours("RequestTag"),
                },
                "make a subnet in its own network": {
                    action: "ec2:CreateSubnet",
                    resource: ec2("vpc", "vpc-1"),
                    context: ours("ResourceTag"),
                },
                "let ECS work in the account": {
                    action: "iam:CreateServiceLinkedRole",
                    resource: buildArn(place, "iam", "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
                    context: { "iam:AWSServiceName": "ecs.amazonaws.com" },
                },
                "delete its own network": {
                    action: "ec2:DeleteVpc",
                    resource: ec2("vpc", "vpc-1"),
                    context: ours("ResourceTag"),
                },
                "tell another owner of its network": {
                    action: "ec2:CreateTags",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("ResourceTag"), "aws:TagKeys": ["devmin:owner"] },
                },
                "read the state of core": { action: "s3:GetObject", resource: state("devmin-core") },
                "write its own state": { action: "s3:PutObject", resource: state("devmin-demo") },
                "open its own Pulumi secrets": { action: "kms:Decrypt", resource: keyArn, context: layerOf("demo") },
                "add evidence": { action: "s3:PutObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "put a schedule": {
                    action: "scheduler:CreateSchedule",
                    resource: buildArn(place, "scheduler", `schedule/default/${of("demo", "lease")}`),
                },
            },
            cannot: {
                "make a role without the boundary": { action: "iam:CreateRole", resource: role("demo", "pulse-task") },
                "make a role with another boundary": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PermissionsBoundary": buildArn(place, "iam", "policy/wide") },
                },
                "give rights to a role without the boundary": {
                    action: "iam:PutRolePolicy",
                    resource: role("demo", "pulse-task"),
                },
                "make a role of another layer": {
                    action: "iam:CreateRole",
                    resource: role("core", "friend"),
                    context: withBoundary,
                },
                "make a role of another stack": {
                    action: "iam:CreateRole",
                    resource: role("demo", "pulse-task").replace("-dev-", "-dev2-"),
                    context: withBoundary,
                },
                "take the boundary off": {
                    action: "iam:DeleteRolePermissionsBoundary",
                    resource: role("demo", "pulse-task"),
                    context: withBoundary,
                },
                "change the boundary": { action: "iam:CreatePolicyVersion", resource: getBoundaryArn(place) },
                "remove the boundary": { action: "iam:DeletePolicy", resource: getBoundaryArn(place) },
                "change its own rights": {
                    action: "iam:PutRolePolicy",
                    resource: getRoleArn(place, "deploy-demo"),
                    context: withBoundary,
                },
                "hand a role to another service": {
                    action: "iam:PassRole",
                    resource: role("demo", "pulse-task"),
                    context: { "iam:PassedToService": "ec2.amazonaws.com" },
                },
                "hand a deployer's role over": {
                    action: "iam:PassRole",
                    resource: getRoleArn(place, "deploy-kafka"),
                    context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
                },
                "make a user": { action: "iam:CreateUser", resource: buildArn(place, "iam", "user/me") },
                "make a key": { action: "iam:CreateAccessKey", resource: buildArn(place, "iam", "user/me") },
                "read the secrets of kafka": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "write the state of kafka": { action: "s3:PutObject", resource: state("devmin-kafka") },
                "break a lock of kafka": {
                    action: "s3:DeleteObject",
                    resource: `${bucket("state")}/.pulumi/locks/organization/devmin-kafka/dev/1.json`,
                },
                "delete a version of evidence": {
                    action: "s3:DeleteObjectVersion",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "hide evidence": { action: "s3:DeleteObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "bypass retention": {
                    action: "s3:BypassGovernanceRetention",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "shorten retention": {
                    action: "s3:PutObjectRetention",
                    resource: `${bucket("evidence")}/chain/000001.json`,
                },
                "open the evidence to the public": { action: "s3:PutBucketPolicy", resource: bucket("evidence") },
                "delete the key": { action: "kms:ScheduleKeyDeletion", resource: keyArn },
                "leave its region": {
                    action: "ec2:CreateVpc",
                    resource: ec2("vpc").replace(place.region, "us-east-1"),
                    context: ours("RequestTag"),
                    region: "us-east-1",
                },
                "look beyond its region": { action: "ec2:DescribeVpcs", resource: "*", region: "us-east-1" },
                "make a network without its tags": { action: "ec2:CreateVpc", resource: ec2("vpc") },
                "make a subnet in another's network": {
                    action: "ec2:CreateSubnet",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("RequestTag"), "aws:ResourceTag/devmin:stack": "alice" },
                },
                "let another service work in the account": {
                    action: "iam:CreateServiceLinkedRole",
                    resource: buildArn(
                        place,
                        "iam",
                        "role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
                    ),
                    context: { "iam:AWSServiceName": "spot.amazonaws.com" },
                },
                "delete another's network": {
                    action: "ec2:DeleteVpc",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("ResourceTag"), "aws:ResourceTag/devmin:stack": "alice" },
                },
                "take another's network for its own": {
                    action: "ec2:CreateTags",
                    resource: ec2("vpc", "vpc-1"),
                    context: { ...ours("RequestTag"), "aws:TagKeys": ["devmin:layer", "devmin:stack"] },
                },
                "make a NAT gateway": {
                    action: "ec2:CreateNatGateway",
                    resource: ec2("natgateway"),
                    context: ours("RequestTag"),
                },
                "run an instance": {
                    action: "ec2:RunInstances",
                    resource: ec2("instance"),
                    context: ours("RequestTag"),
                },
                "open a door in": {
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
                "keep its secrets": { action: "secretsmanager:PutSecretValue", resource: secret("kafka") },
                "open its own Pulumi secrets": { action: "kms:Decrypt", resource: keyArn, context: layerOf("kafka") },
                "write its own state": { action: "s3:PutObject", resource: state("devmin-kafka") },
            },
            cannot: {
                "seal Pulumi secrets of core": { action: "kms:Encrypt", resource: keyArn, context: layerOf("core") },
                "keep a secret of another layer": { action: "secretsmanager:PutSecretValue", resource: secret("demo") },
                "open Pulumi secrets of another layer": {
                    action: "kms:Decrypt",
                    resource: keyArn,
                    context: layerOf("demo"),
                },
                "use the key for anything": { action: "kms:Decrypt", resource: keyArn },
                "write the state of core": { action: "s3:PutObject", resource: state("devmin-core") },
                "make a role": { action: "iam:CreateRole", resource: role("kafka", "it"), context: withBoundary },
            },
        },
    ],
    [
        "auditor",
        {
            can: {
                "see networks": { action: "ec2:DescribeVpcs", resource: "*" },
                "open a login": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "read evidence": { action: "s3:GetObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
                "test the alarm": { action: "sns:Publish", resource: topic("spending") },
                "encrypt that test": {
                    action: "kms:GenerateDataKey",
                    resource: keyArn,
                    context: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" },
                },
                "write its verdict": { action: "s3:PutObject", resource: `${bucket("evidence")}/chain/000001.json` },
            },
            cannot: {
                "write a result it did not see": {
                    action: "s3:PutObject",
                    resource: `${bucket("evidence")}/runs/pulse/1.json`,
                },
                "write to another topic": { action: "sns:Publish", resource: topic("other") },
                "subscribe to the alarm": { action: "sns:Subscribe", resource: topic("spending") },
                "write a state": { action: "s3:PutObject", resource: state("devmin-demo") },
                "change a secret": { action: "secretsmanager:PutSecretValue", resource: secret("kafka") },
                "stop a service": {
                    action: "ecs:UpdateService",
                    resource: buildArn(place, "ecs", `service/${of("demo", "cluster")}/${of("demo", "pulse")}`),
                },
            },
        },
    ],
    [
        "preview",
        {
            can: {
                "read the state of demo": { action: "s3:GetObject", resource: state("devmin-demo") },
                "see networks": { action: "ec2:DescribeVpcs", resource: "*" },
            },
            cannot: {
                "open Pulumi secrets of kafka": { action: "kms:Decrypt", resource: keyArn, context: layerOf("kafka") },
                "open a login": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
                "read evidence": { action: "s3:GetObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "write evidence": { action: "s3:PutObject", resource: `${bucket("evidence")}/chain/000001.json` },
                "write a state": { action: "s3:PutObject", resource: state("devmin-demo") },
            },
        },
    ],
];

for (const [name, { can, cannot }] of table) {
    describe(`the role ${name}`, () => {
        for (const [what, question] of Object.entries(can)) {
            it(`can ${what}`, async () => assert.equal(await evaluateRole(place, name, question, keyArn), "Allowed"));
        }
        for (const [what, question] of Object.entries(cannot)) {
            it(`cannot ${what}`, async () =>
                assert.match(await evaluateRole(place, name, question, keyArn), /Denied$/));
        }
    });
}

describe("a role that a deployer makes, and gives every right there is,", () => {
    const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
    const ask = (question: IamRequest) => evaluate(place, role("demo", "pulse-task"), everything, question);

    const can: Record<string, IamRequest> = {
        "read its login": { action: "secretsmanager:GetSecretValue", resource: secret("kafka") },
        "leave a result": { action: "s3:PutObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
        "use the key through Secrets Manager": {
            action: "kms:Decrypt",
            resource: keyArn,
            context: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" },
        },
    };
    const cannot: Record<string, IamRequest> = {
        "make a role": { action: "iam:CreateRole", resource: role("demo", "it"), context: withBoundary },
        "take a role": { action: "sts:AssumeRole", resource: getRoleArn(place, "auditor") },
        "make a network": { action: "ec2:CreateVpc", resource: ec2("vpc"), context: ours("RequestTag") },
        "read another secret": {
            action: "secretsmanager:GetSecretValue",
            resource: buildArn(place, "secretsmanager", "secret:somebody-elses-AbCdEf"),
        },
        "write to another bucket": { action: "s3:PutObject", resource: "arn:aws:s3:::somebody-elses/it" },
        "read a state": { action: "s3:GetObject", resource: state("devmin-kafka") },
        "open Pulumi secrets": { action: "kms:Decrypt", resource: keyArn, context: layerOf("kafka") },
        "delete evidence": { action: "s3:DeleteObject", resource: `${bucket("evidence")}/runs/pulse/1.json` },
    };
    for (const [what, question] of Object.entries(can)) {
        it(`can ${what}`, async () => assert.equal(await ask(question), "Allowed"));
    }
    for (const [what, question] of Object.entries(cannot)) {
        it(`cannot ${what}`, async () => assert.match(await ask(question), /Denied$/));
    }
});

describe("the policies", () => {
    // The longest names there can be.
    const long: NamingScope = { ...place, stack: "a".repeat(10), region: "ap-southeast-2" };
    const size = (statements: Statement[]) => formatPolicyDocument(statements).length;

    it("fit into what IAM takes: 6,144 characters for the boundary, 10,240 for a role's own", () => {
        assert.ok(size(buildBoundaryStatements(buildDenies(long))) <= 6_144);
        for (const name of roles) {
            const length = size(roleDefinitions[name].buildPermissions(long, keyArn));
            assert.ok(length <= 10_240, `${name}: ${length}`);
        }
    });

    it("have names for their statements, each once", () => {
        for (const statements of [
            buildBoundaryStatements(buildDenies(place)),
            ...roles.map((name) => roleDefinitions[name].buildPermissions(place, keyArn)),
        ]) {
            const sids = statements.map(({ Sid }) => Sid);
            assert.deepEqual([...new Set(sids)], sids);
            for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
        }
    });
});
