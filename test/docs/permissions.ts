import { buildBudgetStopPermissions } from "../../core/budget-action";
import { overBudgetDenies } from "../../core/iam/budget-deny";
import { decryptableLayers } from "../../core/iam/layer-secrets";
import { roleDefinitions } from "../../core/iam/roles";
import { listServiceGrants } from "../../core/iam/service-principals";
import { buildDenies, costDenies } from "../../lib/denies";
import type { Statement } from "../../lib/iam-policy";
import { buildArn, type NamingScope, type RoleName, roles } from "../../lib/names";
import type { AuthorizationDecision } from "../../local-cloud";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = buildArn(scope, "kms", "key/ID");

/** Per role of core, the AWS actions that an end-to-end run called, in alphabetical order. */
export type RequestedActions = Record<RoleName, string[]>;

/** Extracts the actions of core's roles from a call log. */
export function listRequestedActions(calls: readonly AuthorizationDecision[]): RequestedActions {
    const listActions = (role: RoleName) =>
        calls
            .filter(({ principal, allowed }) => allowed && principal.includes(`-${role}-`))
            .map(({ action }) => action);
    return Object.fromEntries(roles.map((role) => [role, [...new Set(listActions(role))].sort()])) as RequestedActions;
}

/** The calls of role deploy-demo in the call log of a destroy: sorted, one JSON line each, with ids that differ between runs replaced. */
export function formatDestroyCalls(calls: readonly AuthorizationDecision[]): string[] {
    const lines = calls
        .filter(({ principal, allowed }) => allowed && principal.includes("-deploy-demo-"))
        .map(({ action, resource, region, context, principal, allowed }) =>
            JSON.stringify({ action, resource, region, context, principal, allowed }).replaceAll(
                /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=[-/:.])[0-9a-f]{16,}|\d{15,}/g,
                "ID",
            ),
        );
    return [...new Set(lines)].sort().map((line) => `${line}\n`);
}

/** Text of docs/permissions.md, from the policies and the requested actions. */
export function formatPermissions(requested: RequestedActions): string {
    return [
        "# Permissions",
        "",
        "Generated from core's IAM policies, for the stack `dev`, by `UPDATE=1 npx mocha test/docs/permissions.test.ts`. The column",
        "*requested* lists the actions that the offline providers and devmin's commands called in an end-to-end run (after one,",
        "update it with `UPDATE=asked`). The other actions are for the official AWS provider, which reads more, and for repairs.",
        "",
        ...roles.flatMap((role) => formatSection(role, requested[role])),
        ...formatBudgetDenies(),
        ...formatServices(),
        ...formatBoundary(),
    ].join("\n");
}

function formatSection(role: RoleName, requested: readonly string[]): string[] {
    const { description, workflowTrigger, buildPermissions } = roleDefinitions[role];
    return [
        `## ${role}`,
        "",
        `Purpose: ${description}. Assumed by the principals in \`devmin-core:deployers\`, and by GitHub workflows for a ${workflowTrigger}.`,
        `Decrypts the Pulumi secrets of: ${decryptableLayers[role].join(", ")}.`,
        "",
        ...formatTable(
            ["statement", "allowed actions", "resources", "condition", "requested"],
            buildPermissions(scope, keyArn).map((statement) => [
                ...toCells(statement),
                formatRequested(statement, requested),
            ]),
        ),
    ];
}

function formatBudgetDenies(): string[] {
    return [
        "## When the monthly budget is exceeded",
        "",
        "AWS Budgets attaches a policy with these denies to role deploy-demo; it denies nothing that `pulumi destroy` calls. Budgets",
        "assumes its own role for that, `budget-stop`, which allows nothing else. `./devmin budget release` makes it detach the policy.",
        "",
        ...formatTable(
            ["statement", "actions denied to deploy-demo", "resources", "condition"],
            overBudgetDenies.map((row) => toCells(row)),
        ),
        ...formatTable(
            ["statement", "actions allowed to budget-stop", "resources", "condition"],
            buildBudgetStopPermissions(scope).map((row) => toCells(row)),
        ),
    ];
}

function formatServices(): string[] {
    return [
        "## AWS services",
        "",
        "Permissions of AWS services without a role, in the policies of the topic, the key, and the trail's bucket if core creates a trail.",
        "",
        ...formatTable(
            ["statement", "service", "allowed actions", "granted on", "condition"],
            listServiceGrants(scope).map(({ Sid, service, grantedOn, actions, condition }) => {
                const [statement, allowed, , when] = toCells({
                    Sid,
                    Effect: "Allow",
                    Action: actions,
                    Condition: condition,
                });
                return [statement, `\`${service}\``, allowed, grantedOn, when];
            }),
        ),
    ];
}

function formatBoundary(): string[] {
    return [
        "## Permissions boundary",
        "",
        "Every role that devmin creates has it: these five, and those that a deployer creates. It does not apply to other principals,",
        "so an administrator of the account can remove it. `./devmin scp` prints the same denies as a service control policy for an AWS",
        "Organization: there *roles* means the roles of this stack, and *everybody* all principals of the account. The last two",
        "statements, about cost, are only in the boundary.",
        "",
        ...formatTable(
            ["statement", "denied actions", "resources", "condition", "applies to"],
            [...buildDenies(scope), ...costDenies].map(({ appliesTo, ...row }) => [
                ...toCells({ ...row, Effect: "Deny" }),
                appliesTo,
            ]),
        ),
    ];
}

type Cells = [sid: string, actions: string, resources: string, conditions: string];

function toCells({ Sid, Action, NotAction, Resource, NotResource, Condition = {} }: Statement): Cells {
    const formatValues = (values: string | string[]) => [values].flat().map((value) => `\`${value}\``);
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => `${operator} \`${key}\` ${formatValues(values).join(" ")}`),
    );
    const actions = Action ? formatValues(Action).join(" ") : `all but ${formatValues(NotAction ?? []).join(" ")}`;
    const resources = Resource ? formatValues(Resource) : ["all but", ...formatValues(NotResource ?? [])];
    return [Sid, actions, resources.join("<br>"), conditions.join("<br>")];
}

function formatRequested({ Action = [] }: Statement, requested: readonly string[]): string {
    const patterns = [Action].flat().map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
    const found = requested.filter((action) => patterns.some((pattern) => pattern.test(action)));
    return found.map((action) => action.split(":")[1]).join(" ") || "none";
}

const formatTable = (head: string[], rows: string[][]) => [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
];
