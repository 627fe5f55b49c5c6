import { budgetStopRights } from "../../core/budget-stop";
import { opens } from "../../core/layer-secrets";
import { overBudget } from "../../core/over-budget";
import { kinds } from "../../core/roles";
import { serviceRows } from "../../core/service-rights";
import { costDenies, denies } from "../../lib/denies";
import { arnIn, type Place, type RoleName, roles } from "../../lib/names";
import type { Statement } from "../../lib/policy";
import type { AskedCall } from "../../sandbox";

const place: Place = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = arnIn(place, "kms", "key/ID");

/** Per role of core's, the actions a rehearsal asked AWS for, in order. */
export type Asked = Record<RoleName, string[]>;

/** What a call log says of core's roles. */
export function askedIn(calls: readonly AskedCall[]): Asked {
    const of = (role: RoleName) =>
        calls
            .filter(({ principal, allowed }) => allowed && principal.includes(`-${role}-`))
            .map(({ action }) => action);
    return Object.fromEntries(roles.map((role) => [role, [...new Set(of(role))].sort()])) as Asked;
}

/** The calls of demo's deployer in a record of a destroy, a line each, in order, with no id that the next one would have otherwise. */
export function destroyIn(calls: readonly AskedCall[]): string[] {
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
export function permissions(asked: Asked): string {
    return [
        "# Permissions",
        "",
        "Made from the policies of core, for the stack `dev`, by `UPDATE=1 npx mocha test/docs/permissions.test.ts`, and from what",
        "a rehearsal asked AWS for (after one: `UPDATE=asked`). *Asked* are the actions of a row that the rehearsal's providers and",
        "verbs needed; the others are those of the official provider, which reads more than ours, and of repairs.",
        "",
        ...roles.flatMap((role) => sectionOf(role, asked[role])),
        ...overBudgetRows(),
        ...services(),
        ...boundary(),
    ].join("\n");
}

function sectionOf(role: RoleName, asked: readonly string[]): string[] {
    const { does, occasion, rights } = kinds[role];
    return [
        `## ${role}`,
        "",
        `Made to do this: ${does}. Taken by the principals of \`devmin-core:deployers\`, and by GitHub workflows for a ${occasion}.`,
        `Opens the Pulumi secrets of: ${opens[role].join(", ")}.`,
        "",
        ...table(
            ["row", "may", "to", "if", "asked"],
            rights(place, keyArn).map((statement) => [...cellsOf(statement), askedOf(statement, asked)]),
        ),
    ];
}

function overBudgetRows(): string[] {
    return [
        "## When the month's budget is spent",
        "",
        "Budgets hangs these denies on deploy-demo, and nothing that `pulumi destroy` calls is among them. It does so under a role of",
        "its own, `budget-stop`, which may do nothing else; `./devmin budget release` has it take them off.",
        "",
        ...table(
            ["row", "deploy-demo may not", "to", "if"],
            overBudget.map((row) => cellsOf(row)),
        ),
        ...table(
            ["row", "budget-stop may", "to", "if"],
            budgetStopRights(place).map((row) => cellsOf(row)),
        ),
    ];
}

function services(): string[] {
    return [
        "## What AWS does by itself",
        "",
        "Services that come without a role, in the policies of the topic, the key, and the bucket of the trail where core makes one.",
        "",
        ...table(
            ["row", "service", "may", "of", "if"],
            serviceRows(place).map(({ Sid, service, to, actions, condition }) => {
                const [row, may, , when] = cellsOf({ Sid, Effect: "Allow", Action: actions, Condition: condition });
                return [row, `\`${service}\``, may, to, when];
            }),
        ),
    ];
}

function boundary(): string[] {
    return [
        "## The boundary",
        "",
        "Every role devmin makes carries it: these five, and those a deployer makes. It binds nobody else in the account, so that",
        "who may log in as an administrator can undo it; `./devmin scp` prints the same denies for an AWS Organization, where the",
        "rows of *roles* bind the roles of this stack and those of *everybody* bind the account. The last two rows, about money, are in",
        "the boundary alone.",
        "",
        ...table(
            ["row", "nobody may", "to", "if", "binds"],
            [...denies(place), ...costDenies].map(({ binds, ...row }) => [
                ...cellsOf({ ...row, Effect: "Deny" }),
                binds,
            ]),
        ),
    ];
}

type Cells = [row: string, actions: string, resources: string, conditions: string];

function cellsOf({ Sid, Action, NotAction, Resource, NotResource, Condition = {} }: Statement): Cells {
    const listed = (values: string | string[]) => [values].flat().map((value) => `\`${value}\``);
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => `${operator} \`${key}\` ${listed(values).join(" ")}`),
    );
    const actions = Action ? listed(Action).join(" ") : `all but ${listed(NotAction ?? []).join(" ")}`;
    const resources = Resource ? listed(Resource) : ["all but", ...listed(NotResource ?? [])];
    return [Sid, actions, resources.join("<br>"), conditions.join("<br>")];
}

function askedOf({ Action = [] }: Statement, asked: readonly string[]): string {
    const patterns = [Action].flat().map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
    const found = asked.filter((action) => patterns.some((pattern) => pattern.test(action)));
    return found.map((action) => action.split(":")[1]).join(" ") || "none";
}

const table = (head: string[], rows: string[][]) => [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
];
