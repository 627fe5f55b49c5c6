import type { Policy } from "@pulumi/policy";
import {
    type AllowedResource,
    type Constraint,
    costlyResources,
    type DeniedResource,
    formatDenyReason,
    formatPrices,
    kept,
    type PriceRow,
} from "../../policy-pack/catalogue";
import { assumptions, usageFile } from "../../policy-pack/pricing/assumptions";
import * as policies from "../../policy-pack/rules";
import { type Family, getFamily, waivableFamilies } from "../../policy-pack/runtime/families";
import { formatConstraint } from "../../policy-pack/runtime/violation-message";

const familyTitles: Record<Family, string> = {
    cost: "Cost",
    confluent: "Confluent Cloud",
    layers: "Layers",
    identity: "Identity and exposure",
    secrets: "Secrets",
    state: "State and evidence",
    "policy-pack": "The policy pack itself",
};

/** docs/guardrails.md, from the policy pack and its catalogue. */
export function formatGuardrails(): string {
    const all: Policy[] = Object.values(policies);
    return [
        "# Guardrails",
        "",
        "Generated from `policy-pack/` by `UPDATE=1 npx mocha test/docs/guardrails.test.ts`. All guardrails are mandatory: a violation",
        "fails `pulumi preview` and `up` before any resource is created; `required-tags` first adds missing tags where it can. Prices",
        "are USD in us-east-1, on demand, for a month of 730 hours; prices that nobody looked up are marked (unchecked).",
        "",
        "A value that a guardrail depends on and that is unknown in preview is a violation. The permissions of a role, and who may",
        "assume it, sometimes depend on resources that do not exist yet: those guardrails are reported as deferred in the preview and",
        "evaluated in the update, with real values, before the resource is created.",
        "",
        '**Settings** are a JSON file, `{ "ecs-task-limits": { "maxTasks": 3 } }`, named by `PULUMI_OPTION_POLICY_PACK_CONFIG` or by',
        "`pulumi preview --policy-pack-config FILE`. Set limits only: `./devmin plan` and `up` refuse a file that makes a guardrail",
        "advisory. Guardrails with a setting `projects` apply to those projects only. To use the pack in a project of your own, see",
        "`policy-pack/README.md`.",
        "",
        `**Waivers** are rows of \`policy-pack/waivers.json\`, for guardrails of the families ${waivableFamilies.join(", ")}:`,
        "",
        "```",
        '[{ "policy": "no-nat-gateways", "project": "devmin-demo", "resource": "aws:ec2/natGateway:NatGateway::trial",',
        '   "reason": "a partner\'s allow list", "owner": "you@example.org", "until": "2026-12-01" }]',
        "```",
        "",
        "A waiver applies until the end (UTC) of its last day, at most 90 days ahead, and every preview lists it. A waiver that is",
        "expired, incomplete or matches no resource is itself a violation (`valid-waivers`).",
        "",
        ...(Object.keys(familyTitles) as Family[]).flatMap((family) => {
            const policiesOfFamily = all.filter((policy) => getFamily(policy) === family);
            return policiesOfFamily.length
                ? [`## ${familyTitles[family]}`, "", ...policiesOfFamily.flatMap(formatSection)]
                : [];
        }),
        "## Allowed resources with a price",
        "",
        "How many of them a stack may have is the limit of `max-resources-per-type`. A type that is neither in this list nor in",
        "`policy-pack/catalogue/free.ts`, nor denied above, is denied by `require-known-price`.",
        "",
        "| resource | costs | limit per stack |",
        "|---|---|---|",
        ...Object.values(kept).map(
            (row: AllowedResource) => `| ${row.label} | ${formatPrices(row)} | ${row.maxPerStack ?? ""} |`,
        ),
        "",
        "## Assumed usage",
        "",
        "`max-stack-cost`, `./devmin cost` and the environment summary calculate the cost of usage with these numbers. They apply to each",
        `resource, except for demoHours, which apply to all of demo. To change them, write a JSON object to \`${usageFile}\`:`,
        '`{ "demoHours": 100, "kafkaGb": 20 }`. Other usage is not assumed: it counts as 0, and its resources are listed.',
        "",
        "| assumption | meaning | default | price |",
        "|---|---|---|---|",
        ...Object.entries(assumptions).map(
            ([name, { description, defaultValue }]) =>
                `| \`${name}\` | ${description} | ${defaultValue} | ${formatPricesUsing(name)} |`,
        ),
        "",
    ].join("\n");
}

/** The prices of every row that depends on an assumption. */
const formatPricesUsing = (name: string) =>
    [...Object.values<PriceRow>(kept), ...costlyResources]
        .flatMap(({ usage = [], ...row }) =>
            usage.some(({ assumption }) => assumption === name)
                ? formatPrices({ ...row, monthly: [], usage: usage.filter(({ assumption }) => assumption === name) })
                : [],
        )
        .filter((price, index, all) => all.indexOf(price) === index)
        .join("<br>") || "the hourly price of demo's resources";

/** The table of policies in policy-pack/README.md. */
export const formatRules = (): string =>
    [
        "",
        "| policy | family | rule | settings (type): default |",
        "|---|---|---|---|",
        ...Object.values<Policy>(policies).map(
            (policy) =>
                `| ${policy.name} | ${getFamily(policy)} | ${policy.description} | ` +
                `${Object.entries(policy.configSchema?.properties ?? {})
                    .map(([name, { type, default: defaultValue, description = "" }]) =>
                        `\`${name}\` (${type}): \`${JSON.stringify(defaultValue).replaceAll(",", ", ")}\` ${description}`.trim(),
                    )
                    .join("<br>")} |`,
        ),
        "",
    ].join("\n");

function formatSection(policy: Policy): string[] {
    const rows = "rows" in policy ? (policy.rows as readonly DeniedResource[]) : [];
    const settings = Object.entries(policy.configSchema?.properties ?? {}).map(
        ([name, { default: defaultValue }]) => `\`${name}\` (${JSON.stringify(defaultValue).replaceAll(",", ", ")})`,
    );
    return [
        `### ${policy.name}`,
        "",
        `${policy.description}${"remediateResource" in policy ? " Missing tags are added where possible." : ""}${settings.length ? ` Settings: ${settings.join(", ")}.` : ""}`,
        "",
        ...(rows.length
            ? ["| resource | constraint | because it | use instead |", "|---|---|---|---|", ...rows.map(formatRow), ""]
            : []),
    ];
}

const formatRow = (row: DeniedResource) =>
    `| ${row.label}<br>${row.types.map((type) => `\`${type}\``).join("<br>")} | ${formatConstraints(row)} | ${formatDenyReason(row)} | ${row.alternative} |`;

const formatConstraints = ({ constraints }: DeniedResource) =>
    constraints
        ? Object.entries(constraints)
              .map(([path, limit]: [string, Constraint]) => `\`${path}\`: ${formatConstraint(limit)}`)
              .join("<br>")
        : "not allowed";
