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

/** Per role of core's, the actions a rehearsal asked AWS for, in order. */
export type RequestedActions = Record<RoleName, string[]>;

/** What a call log says of core's roles. */
export function listRequestedActions(calls: readonly AuthorizationDecision[]): RequestedActions {
    const listActions = (role: RoleName) =>
        calls
            .filter(({ principal, allowed }) => allowed && principal.includes(`-${role}-`))
            .map(({ action }) => action);
    return Object.fromEntries(roles.map((role) => [role, [...new Set(listActions(role))].sort()])) as RequestedActions;
}

/** The calls of demo's deployer in a record of a destroy, a line each, in order, with no id that the next one would have otherwise. */
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

/** docs/permissions.md, from the policies and what was asked. */
export function formatPermissions(requested: RequestedActions): string {
    return [
        "# Permissions",
        "",
        "Made from the policies of core, for the stack `dev`, by `UPDATE=1 npx mocha test/docs/permissions.test.ts`, and from what",
        "a rehearsal asked AWS for (after one: `UPDATE=asked`). *Asked* are the actions of a row that the rehearsal's providers and",
        "verbs needed; the others are those of the official provider, which reads more than ours, and of repairs.",
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
        `Made to do this: ${description}. Taken by the principals of \`devmin-core:deployers\`, and by GitHub workflows for a ${workflowTrigger}.`,
        `Opens the Pulumi secrets of: ${decryptableLayers[role].join(", ")}.`,
        "",
        ...formatTable(
            ["row", "may", "to", "if", "asked"],
            buildPermissions(scope, keyArn).map((statement) => [
                ...toCells(statement),
                formatRequested(statement, requested),
            ]),
        ),
    ];
}

function formatBudgetDenies(): string[] {
    return [
        "## When the month's budget is spent",
        "",
        "Budgets hangs these denies on deploy-demo, and nothing that `pulumi destroy` calls is among them. It does so under a role of",
        "its own, `budget-stop`, which may do nothing else; `./devmin budget release` has it take them off.",
        "",
        ...formatTable(
            ["row", "deploy-demo may not", "to", "if"],
            overBudgetDenies.map((row) => toCells(row)),
        ),
        ...formatTable(
            ["row", "budget-stop may", "to", "if"],
            buildBudgetStopPermissions(scope).map((row) => toCells(row)),
        ),
    ];
}

function formatServices(): string[] {
    return [
        "## What AWS does by itself",
        "",
        "Services that come without a role, in the policies of the topic, the key, and the bucket of the trail where core makes one.",
        "",
        ...formatTable(
            ["row", "service", "may", "of", "if"],
            listServiceGrants(scope).map(({ Sid, service, grantedOn, actions, condition }) => {
                const [row, may, , when] = toCells({ Sid, Effect: "Allow", Action: actions, Condition: condition });
                return [row, `\`${service}\``, may, grantedOn, when];
            }),
        ),
    ];
}

function formatBoundary(): string[] {
    return [
        "## The boundary",
        "",
        "Every role devmin makes carries it: these five, and those a deployer makes. It binds nobody else in the account, so that",
        "who may log in as an administrator can undo it; `./devmin scp` prints the same denies for an AWS Organization, where the",
        "rows of *roles* bind the roles of this stack and those of *everybody* bind the account. The last two rows, about money, are in",
        "the boundary alone.",
        "",
        ...formatTable(
            ["row", "nobody may", "to", "if", "binds"],
            [...buildDenies(scope), ...costDenies].map(({ appliesTo, ...row }) => [
                ...toCells({ ...row, Effect: "Deny" }),
                appliesTo,
            ]),
        ),
    ];
}

type Cells = [row: string, actions: string, resources: string, conditions: string];

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
