import assert from "node:assert/strict";
import { buildDenies } from "../../../lib/denies";
import type { Statement } from "../../../lib/iam-policy";
import { buildArn, buildName, getBoundaryArn, getRoleArn, type NamingScope } from "../../../lib/names";
import { evaluate, type IamRequest } from "../iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const key = buildArn(scope, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const bucket = (noun: string) => buildArn(scope, "s3", buildName(scope, noun));
const deployer = getRoleArn(scope, "deploy-demo");
const createdRole = buildArn(scope, "iam", `role/${buildName({ ...scope, layer: "demo" }, "pulse-task")}`);
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];

type Reason = IamRequest & { who?: string };

/** Per deny, a request that only this deny refuses. @default who: role deploy-demo */
const reasons: Record<string, Reason | Reason[]> = {
    DenyOtherRegions: {
        action: "ec2:DescribeVpcs",
        resource: "*",
        region: "us-east-1",
    },
    DenyLongLivedIdentities: { action: "iam:CreateAccessKey", resource: buildArn(scope, "iam", "user/me") },
    RequireBoundary: { action: "iam:CreateRole", resource: createdRole },
    DenyBoundaryRemoval: {
        action: "iam:DeleteRolePermissionsBoundary",
        resource: createdRole,
        context: { "iam:PermissionsBoundary": getBoundaryArn(scope) },
    },
    DenyBoundaryChange: { action: "iam:CreatePolicyVersion", resource: getBoundaryArn(scope) },
    DenyAssumeRole: { action: "sts:AssumeRole", resource: createdRole },
    ProtectCoreRoles: { action: "iam:UpdateAssumeRolePolicy", resource: deployer },
    ProtectCoreBuckets: { action: "s3:PutBucketVersioning", resource: bucket("state") },
    ProtectEvidence: { action: "s3:BypassGovernanceRetention", resource: `${bucket("evidence")}/chain/000001.json` },
    ProtectStateHistory: {
        action: "s3:DeleteObjectVersion",
        resource: `${bucket("state")}/.pulumi/stacks/devmin-demo/dev.json`,
    },
    ProtectKeyAndTrail: [
        { action: "kms:ScheduleKeyDeletion", resource: key },
        { action: "kms:DeleteAlias", resource: key },
        ...["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"].map((name) => ({
            action: `cloudtrail:${name}`,
            resource: buildArn(scope, "cloudtrail", "trail/somebody-elses"),
        })),
    ],
    LimitWorkloadActions: { who: createdRole, action: "ec2:DescribeVpcs", resource: "*" },
    LimitWorkloadBuckets: [
        {
            who: createdRole,
            action: "s3:GetObject",
            resource: `${bucket("state")}/.pulumi/stacks/devmin-kafka/dev.json`,
        },
        // A deployer writes its tasks' policies: no task can write to the audit log for it.
        { who: createdRole, action: "s3:PutObject", resource: `${bucket("evidence")}/chain/000001.json` },
    ],
    LimitWorkloadSecrets: {
        who: createdRole,
        action: "secretsmanager:GetSecretValue",
        resource: buildArn(scope, "secretsmanager", "secret:somebody-elses-AbCdEf"),
    },
    LimitWorkloadKms: {
        who: createdRole,
        action: "kms:Decrypt",
        resource: key,
        context: { "kms:EncryptionContext:layer": "core" },
    },
};

describe("within the boundary, whatever a role's own policy says,", () => {
    const rows = buildDenies(scope);

    it("each deny has a test", () => {
        assert.deepEqual(
            rows.map(({ Sid }) => Sid),
            Object.keys(reasons),
        );
    });

    const requests = Object.entries(reasons).flatMap(([sid, reason]) =>
        [reason].flat().map((each) => ({ sid, ...each })),
    );
    for (const { sid, who = deployer, ...request } of requests) {
        it(`${request.action} is denied by ${sid} only`, async () => {
            assert.equal(await evaluate(scope, who, everything, request), "ExplicitlyDenied");
            const without = rows.filter(({ Sid }) => Sid !== sid);
            const resourcePolicy = request.action.startsWith("kms:") ? openToAccount : undefined;
            const answer = await evaluate(scope, who, everything, request, { rows: without, resourcePolicy });
            assert.equal(answer, "Allowed");
        });
    }
});

/** A key policy that allows everything, so that only the boundary decides. */
const openToAccount = {
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
    ],
};
