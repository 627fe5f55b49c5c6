import { denied } from "../policy-pack/catalogue";
import { arnIn, boundaryArnOf, nameIn, namesIn, type Place, roleArnOf } from "./names";
import type { Conditions, Statement } from "./policy";

/** Something nobody may do, whatever else allows it; the reason stands in the row's own comment. */
export interface Deny extends Omit<Statement, "Effect"> {
    /** `roles`: the roles devmin makes. `everybody`: in an Organization's policy, the account's administrators too. */
    binds: "roles" | "everybody";
}

/** What a program that runs in the demo, or a schedule of it, is made of; no role a deployer makes can do more. */
const enoughToRun = [
    ...["logs:CreateLogStream", "logs:PutLogEvents"],
    "secretsmanager:GetSecretValue",
    ...["kms:Decrypt", "kms:GenerateDataKey"],
    ...["s3:GetObject", "s3:PutObject"],
    "ecs:UpdateService",
];

/**
 * The denies of an environment: data, from which core makes the permissions boundary of all its roles and `devmin scp` a
 * policy for an AWS Organization.
 */
export function denies(place: Omit<Place, "layer">): Deny[] {
    const core = { ...place, layer: "core" };
    const boundary = boundaryArnOf(core);
    const kafka = { ...place, layer: "kafka" };
    const [state, evidence, artifacts] = ["state", "evidence", "artifacts"].map((noun) =>
        arnIn(core, "s3", nameIn(core, noun)),
    );
    const ours = arnIn(core, "iam", `role/${namesIn(core)}`);
    const madeByDeployers = { ArnNotLike: { "aws:PrincipalArn": ours } };
    return [
        // A forgotten region is where the bill grows unseen. The two services without a region answer in one alone.
        {
            Sid: "StayInTheRegion",
            binds: "roles",
            NotAction: ["iam:*", "sts:*", "budgets:*"],
            Resource: "*",
            Condition: { StringNotEquals: { "aws:RequestedRegion": place.region } },
        },
        // Nothing long-lived, and no new way into the account.
        {
            Sid: "NoUsersNoKeysNoNewWayIn",
            binds: "roles",
            Action: [
                ...["iam:CreateUser", "iam:UpdateUser", "iam:PutUser*", "iam:AttachUserPolicy"],
                ...["iam:*AccessKey", "iam:*LoginProfile", "iam:*SAMLProvider"],
                ...["iam:CreateGroup", "iam:PutGroupPolicy", "iam:AttachGroupPolicy", "iam:AddUserToGroup"],
                ...["iam:*ServiceSpecificCredential", "iam:Upload*", "iam:*MFADevice", "iam:UpdateAccount*"],
                ...["iam:CreateOpenIDConnectProvider", "iam:AddClientID*", "iam:UpdateOpenIDConnect*"],
            ],
            Resource: "*",
        },
        {
            Sid: "NoRoleWithoutTheBoundary",
            binds: "roles",
            Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
            Resource: "*",
            Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
        },
        {
            Sid: "TheBoundaryIsNeverTakenOff",
            binds: "roles",
            Action: "iam:Delete*PermissionsBoundary",
            Resource: "*",
        },
        {
            Sid: "TheBoundaryIsNeverChanged",
            binds: "roles",
            Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy*"],
            Resource: boundary,
        },
        // Nor a detour: what a deployer makes is for services to take.
        {
            Sid: "NoRoleTakesAnother",
            binds: "roles",
            Action: "sts:AssumeRole",
            Resource: "*",
        },
        // But for what Budgets hangs on demo's deployer, under a role whose own policy says which.
        {
            Sid: "CoreRolesStayAsTheyAre",
            binds: "roles",
            Action: ["iam:Update*", "iam:Put*", "iam:Attach*", "iam:Detach*", "iam:Delete*", "iam:PassRole"],
            Resource: ours,
            Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArnOf(place, "budget-stop") } },
        },
        {
            Sid: "CoreBucketsStayAsTheyAre",
            binds: "roles",
            Action: [
                ...["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration"],
                ...["s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration"],
            ],
            Resource: arnIn(core, "s3", namesIn(core)),
        },
        {
            Sid: "EvidenceStays",
            binds: "everybody",
            Action: [
                ...["s3:DeleteObject*", "s3:BypassGovernanceRetention"],
                ...["s3:PutObjectRetention", "s3:PutObjectLegalHold"],
            ],
            Resource: `${evidence}/*`,
        },
        {
            Sid: "OldStatesStay",
            binds: "roles",
            Action: "s3:DeleteObjectVersion",
            Resource: `${state}/*`,
        },
        // Whoever made the trail. In one row with the key, as an Organization's policy has no room for another.
        {
            Sid: "TheKeyAndTheTrailStay",
            binds: "roles",
            Action: [
                ...["kms:ScheduleKeyDeletion", "kms:Disable*", "kms:PutKeyPolicy", "kms:CreateGrant"],
                ...["kms:Delete*", "kms:Update*"],
                ...["cloudtrail:StopLogging", "cloudtrail:Delete*", "cloudtrail:Update*", "cloudtrail:Put*"],
            ],
            Resource: "*",
        },
        // A deployer writes the policies of the roles it makes, so the boundary says how far those can go: a program's way.
        {
            Sid: "WhatDeployersMakeDeploysNothing",
            binds: "roles",
            NotAction: enoughToRun,
            Resource: "*",
            Condition: madeByDeployers,
        },
        {
            Sid: "WhatDeployersMakeKeepsToItsBuckets",
            binds: "roles",
            Action: "s3:*",
            NotResource: [`${artifacts}/*`, `${evidence}/*`],
            Condition: madeByDeployers,
        },
        {
            Sid: "WhatDeployersMakeReadsLoginsAlone",
            binds: "roles",
            Action: "secretsmanager:*",
            NotResource: arnIn(kafka, "secretsmanager", `secret:${namesIn(kafka)}`),
            Condition: madeByDeployers,
        },
        {
            Sid: "WhatDeployersMakeOpensNoState",
            binds: "roles",
            Action: "kms:*",
            Resource: "*",
            Condition: { ...madeByDeployers, Null: { "kms:ViaService": "true" } },
        },
    ];
}

/** What devmin's roles have to do with. Every other service is denied whole, and with it all that it could bill. */
const services = [
    ...["budgets", "cloudtrail", "ec2", "ecs", "iam", "kms", "logs", "s3", "scheduler", "secretsmanager", "sns"],
    "sts",
];

/** The calls by which the policy pack's catalogue says that something is made which is denied by being there. */
export const footgunActions: readonly string[] = [
    ...new Set(denied.filter(({ decides }) => !decides).flatMap(({ actions }) => actions)),
];

const serviceOf = (action: string) => action.split(":")[0] as string;

/** What costs money, by the console and the API as well: in the boundary alone, as an Organization's policy has no room for it. */
export const costDenies: readonly Deny[] = [
    {
        Sid: "OnlyServicesInUse",
        binds: "roles",
        NotAction: services.map((service) => `${service}:*`),
        Resource: "*",
    },
    {
        Sid: "NoFootguns",
        binds: "roles",
        // Those of iam have a row of their own, which goes further.
        Action: footgunActions.filter((action) => !/^iam:/.test(action) && services.includes(serviceOf(action))),
        Resource: "*",
    },
];

/** The boundary: all that is not denied, to whom something else allows it. */
export const boundaryOf = (rows: readonly Deny[]): Statement[] => [
    { Sid: "AsFarAsARolesOwnPolicyGoes", Effect: "Allow", Action: "*", Resource: "*" },
    ...[...rows, ...costDenies].map(({ binds: _, ...row }): Statement => ({ ...row, Effect: "Deny" })),
];

/** The same denies as an Organization's service control policy: it holds even where an administrator takes a boundary off. */
export function scpOf(rows: readonly Deny[], place: Omit<Place, "layer">): Statement[] {
    // This stack's alone: another's have a boundary, and maybe a region, of their own. Four letters are core and demo; kafka
    // makes no role, and such a policy, of 5,120 characters, has no room for a list in each row.
    const itsRoles = `arn:aws:iam::*:role/${namesIn({ ...place, layer: "????" })}`;
    const roles: Conditions = { ArnLike: { "aws:PrincipalArn": itsRoles } };
    return rows.map(({ binds, Condition, ...row }): Statement => {
        const condition = { ...(binds === "roles" && roles), ...Condition };
        return { ...row, Effect: "Deny", ...(Object.keys(condition).length && { Condition: condition }) };
    });
}
