import assert from "node:assert/strict";
import { denies } from "../../lib/denies";
import { arnIn, boundaryArnOf, nameIn, type Place, roleArnOf } from "../../lib/names";
import type { Statement } from "../../lib/policy";
import { evaluate, type Question } from "./evaluator";

const place: Place = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const key = arnIn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const bucket = (noun: string) => arnIn(place, "s3", nameIn(place, noun));
const deployer = roleArnOf(place, "deploy-demo");
const made = arnIn(place, "iam", `role/${nameIn({ ...place, layer: "demo" }, "pulse-task")}`);
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];

type Reason = Question & { who?: string };

/** What each row of the table is there for, and which of the boundary's bearers would do it. */
const reasons: Record<string, Reason | Reason[]> = {
    StayInTheRegion: {
        action: "ec2:DescribeVpcs",
        resource: "*",
        region: "us-east-1",
    },
    NoUsersNoKeysNoNewWayIn: { action: "iam:CreateAccessKey", resource: arnIn(place, "iam", "user/me") },
    NoRoleWithoutTheBoundary: { action: "iam:CreateRole", resource: made },
    TheBoundaryIsNeverTakenOff: {
        action: "iam:DeleteRolePermissionsBoundary",
        resource: made,
        context: { "iam:PermissionsBoundary": boundaryArnOf(place) },
    },
    TheBoundaryIsNeverChanged: { action: "iam:CreatePolicyVersion", resource: boundaryArnOf(place) },
    NoRoleTakesAnother: { action: "sts:AssumeRole", resource: made },
    CoreRolesStayAsTheyAre: { action: "iam:UpdateAssumeRolePolicy", resource: deployer },
    CoreBucketsStayAsTheyAre: { action: "s3:PutBucketVersioning", resource: bucket("state") },
    EvidenceStays: { action: "s3:BypassGovernanceRetention", resource: `${bucket("evidence")}/chain/000001.json` },
    OldStatesStay: {
        action: "s3:DeleteObjectVersion",
        resource: `${bucket("state")}/.pulumi/stacks/devmin-demo/dev.json`,
    },
    TheKeyAndTheTrailStay: [
        { action: "kms:ScheduleKeyDeletion", resource: key },
        { action: "kms:DeleteAlias", resource: key },
        ...["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"].map((name) => ({
            action: `cloudtrail:${name}`,
            resource: arnIn(place, "cloudtrail", "trail/somebody-elses"),
        })),
    ],
    WhatDeployersMakeDeploysNothing: { who: made, action: "ec2:DescribeVpcs", resource: "*" },
    WhatDeployersMakeKeepsToItsBuckets: {
        who: made,
        action: "s3:GetObject",
        resource: `${bucket("state")}/.pulumi/stacks/devmin-kafka/dev.json`,
    },
    WhatDeployersMakeReadsLoginsAlone: {
        who: made,
        action: "secretsmanager:GetSecretValue",
        resource: arnIn(place, "secretsmanager", "secret:somebody-elses-AbCdEf"),
    },
    WhatDeployersMakeOpensNoState: {
        who: made,
        action: "kms:Decrypt",
        resource: key,
        context: { "kms:EncryptionContext:layer": "core" },
    },
};

describe("within the boundary, whatever a role's own policy says,", () => {
    const rows = denies(place);

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
