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
    cost: "Money",
    confluent: "Confluent Cloud",
    layers: "Layers",
    identity: "Identity and exposure",
    secrets: "Secrets",
    state: "State and evidence",
    "policy-pack": "The pack itself",
};

/** docs/guardrails.md, from the pack and its catalogue. */
export function formatGuardrails(): string {
    const all: Policy[] = Object.values(policies);
    return [
        "# Guardrails",
        "",
        "Made from `policy-pack/` by `UPDATE=1 npx mocha test/docs/guardrails.test.ts`. All are mandatory: a violation ends",
        "`pulumi preview` and `up` before anything is made; one mends first what it can. Prices are USD in us-east-1, on demand, a",
        "month being 730 hours; where nobody has looked one up it says (unchecked).",
        "",
        "A value that decides and is unknown in preview is a violation. What a role may do, and who may take it, cannot always be",
        "known before other resources are there: those rules are listed as deferred in the preview, and judged in the update with",
        "real values before the resource is made.",
        "",
        '**Settings** are those of the policy pack: `{ "ecs-task-limits": { "maxTasks": 3 } }` in a file named by',
        "`PULUMI_OPTION_POLICY_PACK_CONFIG`, or `pulumi preview --policy-pack-config FILE`. Limits only: `./devmin plan` and `up`",
        "refuse a file that makes a guardrail advice. Rules with a setting `projects` judge those projects and no other. How the",
        "pack is used in a project that is none of ours: `policy-pack/README.md`.",
        "",
        `**Waivers** are rows of \`policy-pack/waivers.json\`, for guardrails about ${waivableFamilies.join(", ")}:`,
        "",
        "```",
        '[{ "policy": "no-nat-gateways", "project": "devmin-demo", "resource": "aws:ec2/natGateway:NatGateway::trial",',
        '   "reason": "a partner\'s allow list", "owner": "you@example.org", "until": "2026-12-01" }]',
        "```",
        "",
        "A row holds to the end of its last day, at most 90 days ahead, and is read out in every preview. One that has ended, lacks",
        "something or is about nothing is itself a violation (`valid-waivers`).",
        "",
        ...(Object.keys(familyTitles) as Family[]).flatMap((family) => {
            const policiesOfFamily = all.filter((policy) => getFamily(policy) === family);
            return policiesOfFamily.length
                ? [`## ${familyTitles[family]}`, "", ...policiesOfFamily.flatMap(formatSection)]
                : [];
        }),
        "## What may be there, and is paid for",
        "",
        "What has a price and is not refused, and how many of it one stack may have (`max-resources-per-type`). What is on neither this list",
        "nor `policy-pack/catalogue/free.ts`, nor refused, is refused by `require-known-price`.",
        "",
        "| what | costs | most |",
        "|---|---|---|",
        ...Object.values(kept).map(
            (row: AllowedResource) => `| ${row.label} | ${formatPrices(row)} | ${row.maxPerStack ?? ""} |`,
        ),
        "",
        "## What a month is assumed to use",
        "",
        "What bills by use is counted with these numbers, by `max-stack-cost`, `./devmin cost` and the card alike: of each resource, but for",
        `the hours. Others are a JSON object in \`${usageFile}\`: \`{ "demoHours": 100, "kafkaGb": 20 }\`. Of what else bills by use nothing`,
        "is assumed: it counts as nothing, and is named.",
        "",
        "| assumption | number of | usual | price |",
        "|---|---|---|---|",
        ...Object.entries(assumptions).map(
            ([name, { description, defaultValue }]) =>
                `| \`${name}\` | ${description} | ${defaultValue} | ${formatPricesUsing(name)} |`,
        ),
        "",
    ].join("\n");
}

/** Of every row that goes by an assumption, the price it puts on it. */
const formatPricesUsing = (name: string) =>
    [...Object.values<PriceRow>(kept), ...costlyResources]
        .flatMap(({ usage = [], ...row }) =>
            usage.some(({ assumption }) => assumption === name)
                ? formatPrices({ ...row, monthly: [], usage: usage.filter(({ assumption }) => assumption === name) })
                : [],
        )
        .filter((price, index, all) => all.indexOf(price) === index)
        .join("<br>") || "an hour of the services";

/** The rules in the README of the pack: what each says, and its settings. */
export const formatRules = (): string =>
    [
        "",
        "| rule | about | it says | settings, their types and defaults |",
        "|---|---|---|---|",
        ...Object.values<Policy>(policies).map(
            (policy) =>
                `| ${policy.name} | ${getFamily(policy)} | ${policy.description} | ` +
                `${Object.entries(policy.configSchema?.properties ?? {})
                    .map(([name, { type, default: usual, description = "" }]) =>
                        `\`${name}\` (${type}): \`${JSON.stringify(usual).replaceAll(",", ", ")}\` ${description}`.trim(),
                    )
                    .join("<br>")} |`,
        ),
        "",
    ].join("\n");

function formatSection(policy: Policy): string[] {
    const rows = "rows" in policy ? (policy.rows as readonly DeniedResource[]) : [];
    const settings = Object.entries(policy.configSchema?.properties ?? {}).map(
        ([name, { default: usual }]) => `\`${name}\` (${JSON.stringify(usual).replaceAll(",", ", ")})`,
    );
    return [
        `### ${policy.name}`,
        "",
        `${policy.description}${"remediateResource" in policy ? " It mends what it can before it judges." : ""}${settings.length ? ` Settings: ${settings.join(", ")}.` : ""}`,
        "",
        ...(rows.length
            ? ["| what | refused | because it | use instead |", "|---|---|---|---|", ...rows.map(formatRow), ""]
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
        : "always";
