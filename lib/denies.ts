import { deniedResources } from "../policy-pack/catalogue";
import type { Conditions, Statement } from "./iam-policy";
import { buildArn, buildName, buildNamePattern, getBoundaryArn, getRoleArn, type NamingScope } from "./names";

/** Something nobody may do, whatever else allows it; the reason stands in the row's own comment. */
export interface Deny extends Omit<Statement, "Effect"> {
    /** `roles`: the roles devmin makes. `everybody`: in an Organization's policy, the account's administrators too. */
    appliesTo: "roles" | "everybody";
}

/** What a program that runs in the demo, or a schedule of it, is made of; no role a deployer makes can do more. */
const runtimeActions = [
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
export function buildDenies(scope: Omit<NamingScope, "layer">): Deny[] {
    const core = { ...scope, layer: "core" };
    const boundary = getBoundaryArn(core);
    const kafka = { ...scope, layer: "kafka" };
    const [state, evidence, artifacts] = ["state", "evidence", "artifacts"].map((noun) =>
        buildArn(core, "s3", buildName(core, noun)),
    );
    const coreRoleArns = buildArn(core, "iam", `role/${buildNamePattern(core)}`);
    const principalIsNotCoreRole = { ArnNotLike: { "aws:PrincipalArn": coreRoleArns } };
    return [
        // A forgotten region is where the bill grows unseen. The two services without a region answer in one alone.
        {
            Sid: "DenyOtherRegions",
            appliesTo: "roles",
            NotAction: ["iam:*", "sts:*", "budgets:*"],
            Resource: "*",
            Condition: { StringNotEquals: { "aws:RequestedRegion": scope.region } },
        },
        // Nothing long-lived, and no new way into the account.
        {
            Sid: "DenyLongLivedIdentities",
            appliesTo: "roles",
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
            Sid: "RequireBoundary",
            appliesTo: "roles",
            Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
            Resource: "*",
            Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
        },
        {
            Sid: "DenyBoundaryRemoval",
            appliesTo: "roles",
            Action: "iam:Delete*PermissionsBoundary",
            Resource: "*",
        },
        {
            Sid: "DenyBoundaryChange",
            appliesTo: "roles",
            Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy*"],
            Resource: boundary,
        },
        // Nor a detour: what a deployer makes is for services to take.
        {
            Sid: "DenyAssumeRole",
            appliesTo: "roles",
            Action: "sts:AssumeRole",
            Resource: "*",
        },
        // But for what Budgets hangs on demo's deployer, under a role whose own policy says which.
        {
            Sid: "ProtectCoreRoles",
            appliesTo: "roles",
            Action: ["iam:Update*", "iam:Put*", "iam:Attach*", "iam:Detach*", "iam:Delete*", "iam:PassRole"],
            Resource: coreRoleArns,
            Condition: { ArnNotEquals: { "aws:PrincipalArn": getRoleArn(scope, "budget-stop") } },
        },
        {
            Sid: "ProtectCoreBuckets",
            appliesTo: "roles",
            Action: [
                ...["s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration"],
                ...["s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration"],
            ],
            Resource: buildArn(core, "s3", buildNamePattern(core)),
        },
        {
            Sid: "ProtectEvidence",
            appliesTo: "everybody",
            Action: [
                ...["s3:DeleteObject*", "s3:BypassGovernanceRetention"],
                ...["s3:PutObjectRetention", "s3:PutObjectLegalHold"],
            ],
            Resource: `${evidence}/*`,
        },
        {
            Sid: "ProtectStateHistory",
            appliesTo: "roles",
            Action: "s3:DeleteObjectVersion",
            Resource: `${state}/*`,
        },
        // Whoever made the trail. In one row with the key, as an Organization's policy has no room for another.
        {
            Sid: "ProtectKeyAndTrail",
            appliesTo: "roles",
            Action: [
                ...["kms:ScheduleKeyDeletion", "kms:Disable*", "kms:PutKeyPolicy", "kms:CreateGrant"],
                ...["kms:Delete*", "kms:Update*"],
                ...["cloudtrail:StopLogging", "cloudtrail:Delete*", "cloudtrail:Update*", "cloudtrail:Put*"],
            ],
            Resource: "*",
        },
        // A deployer writes the policies of the roles it makes, so the boundary says how far those can go: a program's way.
        {
            Sid: "LimitWorkloadActions",
            appliesTo: "roles",
            NotAction: runtimeActions,
            Resource: "*",
            Condition: principalIsNotCoreRole,
        },
        {
            Sid: "LimitWorkloadBuckets",
            appliesTo: "roles",
            Action: "s3:*",
            NotResource: [`${artifacts}/*`, `${evidence}/*`],
            Condition: principalIsNotCoreRole,
        },
        {
            Sid: "LimitWorkloadSecrets",
            appliesTo: "roles",
            Action: "secretsmanager:*",
            NotResource: buildArn(kafka, "secretsmanager", `secret:${buildNamePattern(kafka)}`),
            Condition: principalIsNotCoreRole,
        },
        {
            Sid: "LimitWorkloadKms",
            appliesTo: "roles",
            Action: "kms:*",
            Resource: "*",
            Condition: { ...principalIsNotCoreRole, Null: { "kms:ViaService": "true" } },
        },
    ];
}

/** What devmin's roles have to do with. Every other service is denied whole, and with it all that it could bill. */
const usedServices = [
    ...["budgets", "cloudtrail", "ec2", "ecs", "iam", "kms", "logs", "s3", "scheduler", "secretsmanager", "sns"],
    "sts",
];

/** The calls by which the policy pack's catalogue says that something is made which is denied by being there. */
export const deniedCreateActions: readonly string[] = [
    ...new Set(deniedResources.filter(({ constraints }) => !constraints).flatMap(({ actions }) => actions)),
];

const getActionService = (action: string) => action.split(":")[0] as string;

/** What costs money, by the console and the API as well: in the boundary alone, as an Organization's policy has no room for it. */
export const costDenies: readonly Deny[] = [
    {
        Sid: "DenyUnusedServices",
        appliesTo: "roles",
        NotAction: usedServices.map((service) => `${service}:*`),
        Resource: "*",
    },
    {
        Sid: "DenyCostlyActions",
        appliesTo: "roles",
        // Those of iam have a row of their own, which goes further.
        Action: deniedCreateActions.filter(
            (action) => !/^iam:/.test(action) && usedServices.includes(getActionService(action)),
        ),
        Resource: "*",
    },
];

/** The boundary: all that is not denied, to whom something else allows it. */
export const buildBoundaryStatements = (rows: readonly Deny[]): Statement[] => [
    { Sid: "AllowUpToRolePolicy", Effect: "Allow", Action: "*", Resource: "*" },
    ...[...rows, ...costDenies].map(({ appliesTo: _, ...row }): Statement => ({ ...row, Effect: "Deny" })),
];

/** The same denies as an Organization's service control policy: it holds even where an administrator takes a boundary off. */
export function buildScpStatements(rows: readonly Deny[], scope: Omit<NamingScope, "layer">): Statement[] {
    // This stack's alone: another's have a boundary, and maybe a region, of their own. Four letters are core and demo; kafka
    // makes no role, and such a policy, of 5,120 characters, has no room for a list in each row.
    const stackRoleArns = `arn:aws:iam::*:role/${buildNamePattern({ ...scope, layer: "????" })}`;
    const appliesToStackRoles: Conditions = { ArnLike: { "aws:PrincipalArn": stackRoleArns } };
    return rows.map(({ appliesTo, Condition, ...row }): Statement => {
        const condition = { ...(appliesTo === "roles" && appliesToStackRoles), ...Condition };
        return { ...row, Effect: "Deny", ...(Object.keys(condition).length && { Condition: condition }) };
    });
}
