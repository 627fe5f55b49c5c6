import assert from "node:assert/strict";
import { buildDenies } from "../../../lib/denies";
import type { Statement } from "../../../lib/iam-policy";
import { buildArn, buildName, getBoundaryArn, getRoleArn, type NamingScope } from "../../../lib/names";
import { evaluate, type IamRequest } from "../iam-simulator";

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const key = buildArn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const bucket = (noun: string) => buildArn(place, "s3", buildName(place, noun));
const deployer = getRoleArn(place, "deploy-demo");
const made = buildArn(place, "iam", `role/${buildName({ ...place, layer: "demo" }, "pulse-task")}`);
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];

type Reason = IamRequest & { who?: string };

/** What each row of the table is there for, and which of the boundary's bearers would do it. */
const reasons: Record<string, Reason | Reason[]> = {
    DenyOtherRegions: {
        action: "ec2:DescribeVpcs",
        resource: "*",
        region: "us-east-1",
    },
    DenyLongLivedIdentities: { action: "iam:CreateAccessKey", resource: buildArn(place, "iam", "user/me") },
    RequireBoundary: { action: "iam:CreateRole", resource: made },
    DenyBoundaryRemoval: {
        action: "iam:DeleteRolePermissionsBoundary",
        resource: made,
        context: { "iam:PermissionsBoundary": getBoundaryArn(place) },
    },
    DenyBoundaryChange: { action: "iam:CreatePolicyVersion", resource: getBoundaryArn(place) },
    DenyAssumeRole: { action: "sts:AssumeRole", resource: made },
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
            resource: buildArn(place, "cloudtrail", "trail/somebody-elses"),
        })),
    ],
    LimitWorkloadActions: { who: made, action: "ec2:DescribeVpcs", resource: "*" },
    LimitWorkloadBuckets: {
        who: made,
        action: "s3:GetObject",
        resource: `${bucket("state")}/.pulumi/stacks/devmin-kafka/dev.json`,
    },
    LimitWorkloadSecrets: {
        who: made,
        action: "secretsmanager:GetSecretValue",
        resource: buildArn(place, "secretsmanager", "secret:somebody-elses-AbCdEf"),
    },
    LimitWorkloadKms: {
        who: made,
        action: "kms:Decrypt",
        resource: key,
        context: { "kms:EncryptionContext:layer": "core" },
    },
};

describe("within the boundary, whatever a role's own policy says,", () => {
    const rows = buildDenies(place);

    it("each row has its reason", () => {
        assert.deepEqual(
            rows.map(({ Sid }) => Sid),
            Object.keys(reasons),
        );
    });

    const asked = Object.entries(reasons).flatMap(([sid, of]) => [of].flat().map((each) => ({ sid, ...each })));
    for (const { sid, who = deployer, ...question } of asked) {
        it(`${question.action} is denied by ${sid}, and by nothing else`, async () => {
            assert.equal(await evaluate(place, who, everything, question), "ExplicitlyDenied");
            const without = rows.filter(({ Sid }) => Sid !== sid);
            const resourcePolicy = question.action.startsWith("kms:") ? openToAccount : undefined;
            const answer = await evaluate(place, who, everything, question, { rows: without, resourcePolicy });
            assert.equal(answer, "Allowed");
        });
    }
});

/** A key policy that leaves all to the account's own policies, so that the boundary alone decides. */
const openToAccount = {
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
    ],
};
