import type { Mutant } from "./mutants";

/** What runs in a process of the engine's, where no mutant gets (test/policy-pack/main.test.ts starts it); and a list of prices. */
export const skippedFiles: readonly string[] = ["index.ts", "pricing/instance-prices.ts"];

type Survivor = Omit<Mutant, "line" | "text"> & { because: string };

const ownFile = "the tree's own file has no waivers; the rehearsal reads one there, and one of a package's user";
const noCondition = "what is no condition says nothing, in whatever word";
const wholeUrn = "a URN has all its parts, which its type does not tell";
const noOther = "today no type is in such a row alone";

/** A mutant that no test notices, and why none need. */
export const explainedSurvivors: readonly Survivor[] = [
    {
        file: "rules/state/buckets.ts",
        code: "return candidates.length === 1 && candidates[0]?.urn === bucket.urn;",
        was: "?.",
        becomes: ".",
        because: "there is one, which the compiler does not see",
    },
    {
        file: "runtime/waivers.ts",
        code: "return Array.isArray(list) ? list.map((each) => Object(each)) : [{}];",
        was: "Array.isArray(list)",
        becomes: "true",
        because: "what is no list has no map, and that error is answered with the same",
    },
    ...[
        ['basename(__dirname) === "catalogue"', "true"] as const,
        ['basename(__dirname) === "catalogue"', "false"] as const,
        ["===", "!=="] as const,
    ].map(
        ([was, becomes]): Survivor => ({
            file: "runtime/pack-file.ts",
            code: 'const own = basename(__dirname) === "catalogue" ? dirname(__dirname) : __dirname;',
            was,
            becomes,
            because: ownFile,
        }),
    ),
    ...["true", "false"].map(
        (becomes): Survivor => ({
            file: "runtime/pack-file.ts",
            code: 'return { named, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };',
            was: "existsSync(path)",
            becomes,
            because: ownFile,
        }),
    ),
    {
        file: "runtime/pack-file.ts",
        code: 'return { named, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };',
        was: '"utf8"',
        becomes: '""',
        because: ownFile,
    },
    ...["(text)", '("[]")'].map(
        (becomes): Survivor => ({
            file: "runtime/waivers.ts",
            code: 'export const waivers = waiversIn(text ?? "[]");',
            was: 'text ?? "[]"',
            becomes,
            because: ownFile,
        }),
    ),
    ...["(text)", '("{}")'].map(
        (becomes): Survivor => ({
            file: "pricing/assumptions.ts",
            code: 'export const assumed: Assumed = assumedIn(text ?? "{}");',
            was: 'text ?? "{}"',
            becomes,
            because: ownFile,
        }),
    ),
    {
        file: "pricing/cost.ts",
        code: "if (monthly === undefined || had < (row.free ?? 0)) return nothing;",
        was: "row.free ?? 0",
        becomes: "(row.free)",
        because: "no number is below what is undefined, nor below 0",
    },
    {
        file: "pricing/cost.ts",
        code: '"aws:cloudwatch/metricAlarm:MetricAlarm": (inputs) => usdOf(alarm, numberAt(inputs, "period", 60) < 60 ? 1 : 0),',
        was: "60",
        becomes: "61",
        because: "what nobody says is no period below 60, of whatever length",
    },
    {
        file: "pricing/cost.ts",
        code: 'const days = numberAt(inputs, "rotationPeriodInDays", 365);',
        was: "365",
        becomes: "366",
        because: "in three years that is as many rotations",
    },
    {
        file: "pricing/cost.ts",
        code: 'const [, , type = "", name = ""] = urn.split("::");',
        was: '""',
        becomes: '"mutated"',
        because: wholeUrn,
    },
    {
        file: "runtime/digest.ts",
        code: 'return sha256(lines.join("\\n"));',
        was: '"\\n"',
        becomes: '""',
        because: "each line begins with 64 digits, so that it is told from the one before anyway",
    },
    {
        file: "runtime/digest.ts",
        code: 'const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));',
        was: '"utf8"',
        becomes: '""',
        because: "JSON is parsed from bytes as well",
    },
    {
        file: "runtime/deny-resources.ts",
        code: "const value = limit.setting === undefined ? undefined : settings[limit.setting];",
        was: "limit.setting === undefined",
        becomes: "false",
        because: "nobody has a setting called undefined",
    },
    {
        file: "runtime/catch-unknown.ts",
        code: 'if (types !== "all" && types.length === 1) validation.__pulumiType = types[0];',
        was: '"all"',
        becomes: '""',
        because: "the word has three letters, and so is no list of one",
    },
    {
        file: "runtime/families.ts",
        code: "export const familyOf = ({ tags }: Policy) => tags?.[0] as Family;",
        was: "?.",
        becomes: "",
        because: "every policy has a tag, and test/policy-pack/inventory.test.ts says so",
    },
    {
        file: "rules/layers/demo-services-require-lease.ts",
        code: "() => false,",
        was: "false",
        becomes: "(undefined as never)",
        because: "neither is a yes",
    },
    ...['""', "JSON.stringify(statement.Condition)"].flatMap((kept): Survivor[] => {
        const [was, becomes] = kept === '""' ? [kept, '"mutated"'] : [`${kept} ?? ""`, `(${kept})`];
        return [
            {
                file: "rules/identity/no-public-principals.ts",
                code: '(whatever || !saysWho.test(JSON.stringify(statement.Condition) ?? ""));',
                was,
                becomes,
                because: noCondition,
            },
            {
                file: "rules/state/tls-only.ts",
                code: 'JSON.stringify(statement.Condition) ?? "",',
                was,
                becomes,
                because: noCondition,
            },
        ];
    }),
    ...[
        ["denied.filter(({ decides }) => !decides)", "(denied)"] as const,
        ["!decides", "(undefined as never)"] as const,
        ["!decides", "(decides)"] as const,
    ].map(
        ([was, becomes]): Survivor => ({
            file: "rules/cost/require-known-price.ts",
            code: "const refused = denied.filter(({ decides }) => !decides);",
            was,
            becomes,
            because: noOther,
        }),
    ),
    {
        file: "rules/cost/max-stack-cost.ts",
        code: "inputs: isFree(type, custom) ? {} : declaredIn(resource),",
        was: "isFree(type, custom)",
        becomes: "false",
        because: "what is free costs nothing whatever it was declared with; it only need not be copied",
    },
    {
        file: "rules/identity/no-public-ingress.ts",
        code: "for (const { at, value } of (sources[type] ?? []).flatMap((path) => valuesAt(props, path))) {",
        was: "sources[type] ?? []",
        becomes: "(sources[type])",
        because: "the rule is asked of no other type",
    },
    {
        file: "runtime/apply-waivers.ts",
        code: 'const [, project = "", type = "", name = ""] = urn.split("::");',
        was: '""',
        becomes: '"mutated"',
        because: wholeUrn,
    },
    {
        file: "rules/policy-pack/valid-waivers.ts",
        code: 'const project = projectIn(resources[0]?.urn ?? "");',
        was: '""',
        becomes: '"mutated"',
        because: "neither word names a project",
    },
];
