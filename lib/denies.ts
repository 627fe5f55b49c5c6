import { deniedResources } from "../policy-pack/catalogue";
import type { Conditions, Statement } from "./iam-policy";
import { buildArn, buildName, buildNamePattern, getBoundaryArn, getRoleArn, type NamingScope } from "./names";

/** A deny statement; it overrides every allow. Each row's comment gives its reason. */
export interface Deny extends Omit<Statement, "Effect"> {
    /** `roles`: the roles that devmin creates. `everybody`: in an Organization's policy also the account's administrators. */
    appliesTo: "roles" | "everybody";
}

/** All actions that demo's tasks and schedules need; no role that a deployer creates can do more. */
const runtimeActions = [
    ...["logs:CreateLogStream", "logs:PutLogEvents"],
    "secretsmanager:GetSecretValue",
    ...["kms:Decrypt", "kms:GenerateDataKey"],
    ...["s3:GetObject", "s3:PutObject"],
    "ecs:UpdateService",
];

/**
 * The denies of an environment, as data. Core builds the permissions boundary of all roles from them, and `devmin scp` a
 * service control policy for an AWS Organization.
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
        // Resources in an unused region incur cost unnoticed. These services are global and have one region only.
        {
            Sid: "DenyOtherRegions",
            appliesTo: "roles",
            NotAction: ["iam:*", "sts:*", "budgets:*"],
            Resource: "*",
            Condition: { StringNotEquals: { "aws:RequestedRegion": scope.region } },
        },
        // No long-lived identities, and no new way into the account.
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
        // Nor an indirect way: roles that a deployer creates are for services to assume.
        {
            Sid: "DenyAssumeRole",
            appliesTo: "roles",
            Action: "sts:AssumeRole",
            Resource: "*",
        },
        // Except the budget action: it attaches one policy to role deploy-demo, and its role's own policy says which.
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
        // Any trail, whoever created it.
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
        // A deployer writes the policies of the roles it creates, so the boundary limits those roles to what a program needs.
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
            NotResource: [`${artifacts}/*`, `${evidence}/runs/*`],
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

/** Services that devmin's roles use. All others are denied completely, so they cannot incur cost. */
const usedServices = [
    ...["budgets", "cloudtrail", "ec2", "ecs", "iam", "kms", "logs", "s3", "scheduler", "secretsmanager", "sns"],
    "sts",
];

/** Actions that create a resource which the policy pack's catalogue always denies, whatever its properties. */
export const deniedCreateActions: readonly string[] = [
    ...new Set(deniedResources.filter(({ constraints }) => !constraints).flatMap(({ actions }) => actions)),
];

const getActionService = (action: string) => action.split(":")[0] as string;

/** Denies of costly actions, effective in console and API too. */
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
        // Actions of iam are covered by DenyLongLivedIdentities, which denies more.
        Action: deniedCreateActions.filter(
            (action) => !/^iam:/.test(action) && usedServices.includes(getActionService(action)),
        ),
        Resource: "*",
    },
];

/** Statements of the boundary: everything that is not denied, as far as a role's own policy allows it. */
export const buildBoundaryStatements = (rows: readonly Deny[]): Statement[] => [
    { Sid: "AllowUpToRolePolicy", Effect: "Allow", Action: "*", Resource: "*" },
    ...[...rows, ...costDenies].map(({ appliesTo: _, ...row }): Statement => ({ ...row, Effect: "Deny" })),
];

/** The limit of AWS Organizations for a service control policy, in characters without white space; 5,120 until May 2026. */
export const maxScpLength = 10_240;

/** The same denies as a service control policy of an AWS Organization: effective even if an administrator removes a boundary. */
export function buildScpStatements(rows: readonly Deny[], scope: Omit<NamingScope, "layer">): Statement[] {
    // Only this stack's roles: another stack has its own boundary, and maybe region. Kafka creates no role.
    const stackRoleArns = ["core", "demo"].map(
        (layer) => `arn:aws:iam::*:role/${buildNamePattern({ ...scope, layer })}`,
    );
    const appliesToStackRoles: Conditions = { ArnLike: { "aws:PrincipalArn": stackRoleArns } };
    return [...rows, ...costDenies].map(({ appliesTo, Condition, ...row }): Statement => {
        const condition = { ...(appliesTo === "roles" && appliesToStackRoles), ...Condition };
        return { ...row, Effect: "Deny", ...(Object.keys(condition).length && { Condition: condition }) };
    });
}
