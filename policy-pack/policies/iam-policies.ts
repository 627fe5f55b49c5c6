import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forTypeDeferred } from "../fail-closed";
import { listOf, matches, type Statement, statementsOf } from "../iam-document";
import { valuesAt } from "../value-at";

/** Where documents stand that say what somebody may do. */
const documents: Record<string, string> = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/role:Role": "inlinePolicies?.policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

const boundaryNames = "^devmin-core-[a-z0-9]+-boundary-";

/** What lets somebody become somebody else, or everything. */
const tooMuch: { says: string; allows(statement: Statement): boolean }[] = [
    { says: "everything on everything", allows: (statement) => may(statement, "any:Action") },
    { says: "all of IAM", allows: (statement) => may(statement, "iam:AnyAction") },
    { says: "iam:PassRole on *", allows: (statement) => may(statement, "iam:PassRole") },
    { says: "sts:AssumeRole on *", allows: (statement) => may(statement, "sts:AssumeRole") },
];

/** A role that may pass or take any role is an administrator by another name. */
export const iamPolicies: ResourceValidationPolicy = {
    name: "iam-policies",
    description: "No policy allows everything, or to pass or take any role.",
    enforcementLevel: "mandatory",
    tags: ["identity"],
    configSchema: {
        properties: {
            boundaries: {
                type: "string",
                default: boundaryNames,
                description:
                    "The names of permissions boundaries: they allow all, give nothing, and must deny something.",
            },
        },
    },
    validateResource: forTypeDeferred<{ name?: unknown }>(Object.keys(documents), (props, args, report) => {
        const { boundaries = boundaryNames } = args.getConfig<{ boundaries?: string }>();
        for (const { at, value } of valuesAt(props, documents[args.type] as string)) {
            const statements = statementsOf(value);
            if (!statements) {
                report(`${at} is no policy document: write it as JSON, with at least one statement.`);
                continue;
            }
            const denies = statements.some(({ Effect }) => Effect === "Deny");
            if (denies && args.type === "aws:iam/policy:Policy" && isNamed(props, boundaries)) continue;
            const allowed = statements.filter(({ Effect }) => Effect !== "Deny");
            const says = tooMuch.find(({ allows }) => allowed.some(allows))?.says;
            if (says) report(`${at} allows ${says}; name the actions, and the ARNs they are for.`);
        }
    }),
};

const isNamed = ({ name }: { name?: unknown }, pattern: string) =>
    typeof name === "string" && new RegExp(pattern).test(name);

/** Whether a statement is about this action on every resource; conditions count for nothing, as they are easily met. */
const may = ({ Action, NotAction, Resource, NotResource }: Statement, action: string) =>
    (NotAction === undefined ? matches(listOf(Action), action) : !matches(listOf(NotAction), action)) &&
    (NotResource !== undefined || matches(listOf(Resource), "any:thing"));
