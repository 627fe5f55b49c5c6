import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../../runtime/catch-unknown";
import { hasMatchingPattern, parseStatements, toList, type UncheckedStatement } from "../../runtime/iam-document";
import { findValues } from "../../runtime/value-at";

/** The properties with permissions documents. */
const documentProperties: Record<string, string> = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/role:Role": "inlinePolicies?.policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

const boundaryNamePattern = "^devmin-core-[a-z0-9]+-boundary-";

/** Permissions that allow everything, or becoming any other role. */
const broadGrants: { label: string; isGrantedBy(statement: UncheckedStatement): boolean }[] = [
    { label: "everything on everything", isGrantedBy: (statement) => canPerform(statement, "any:Action") },
    { label: "all of IAM", isGrantedBy: (statement) => canPerform(statement, "iam:AnyAction") },
    { label: "iam:PassRole on *", isGrantedBy: (statement) => canPerform(statement, "iam:PassRole") },
    { label: "sts:AssumeRole on *", isGrantedBy: (statement) => canPerform(statement, "sts:AssumeRole") },
];

/** A role that may pass or assume any role is an administrator by another name. */
export const noBroadIamPermissions: ResourceValidationPolicy = {
    name: "no-broad-iam-permissions",
    description: "IAM policies must not allow every action, or passing or assuming any role.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    configSchema: {
        properties: {
            boundaries: {
                type: "string",
                default: boundaryNamePattern,
                description:
                    "Regular expression for the names of permissions boundaries, which may allow everything if they deny something.",
            },
        },
    },
    validateResource: forTypeDeferred<{ name?: unknown }>(Object.keys(documentProperties), (props, args, report) => {
        const { boundaries = boundaryNamePattern } = args.getConfig<{ boundaries?: string }>();
        for (const { path, value } of findValues(props, documentProperties[args.type] as string)) {
            const statements = parseStatements(value);
            if (!statements) {
                report(`${path} is not a policy document: write it as JSON with at least one statement.`);
                continue;
            }
            const hasDeny = statements.some(({ Effect }) => Effect === "Deny");
            if (hasDeny && args.type === "aws:iam/policy:Policy" && isNamed(props, boundaries)) continue;
            const allowStatements = statements.filter(({ Effect }) => Effect !== "Deny");
            const grantLabel = broadGrants.find(({ isGrantedBy }) => allowStatements.some(isGrantedBy))?.label;
            if (grantLabel) report(`${path} allows ${grantLabel}; name the actions and the ARNs they apply to.`);
        }
    }),
};

const isNamed = ({ name }: { name?: unknown }, pattern: string) =>
    typeof name === "string" && new RegExp(pattern).test(name);

/** Whether a statement matches this action on every resource. Conditions are ignored: they are easily met. */
const canPerform = ({ Action, NotAction, Resource, NotResource }: UncheckedStatement, action: string) =>
    (NotAction === undefined
        ? hasMatchingPattern(toList(Action), action)
        : !hasMatchingPattern(toList(NotAction), action)) &&
    (NotResource !== undefined || hasMatchingPattern(toList(Resource), "any:thing"));
