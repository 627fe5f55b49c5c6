import type { Mutant } from "./mutants";

/** Files without mutants: the entry point runs in a process of its own (test/policy-pack/main.test.ts), and prices are a plain list. */
export const skippedFiles: readonly string[] = ["index.ts", "pricing/instance-prices.ts"];

type Survivor = Omit<Mutant, "line" | "text"> & { because: string };

const ownFile =
    "the file in this repository is empty; the end-to-end run reads a filled one here and in a project that uses the package";
const noCondition = "a missing condition matches no pattern, whatever text replaces it";
const wholeUrn = "a URN has all its parts, which its type does not show";
const noOther = "today no type is only in a row with constraints";

/** Mutants that no test detects, and why none needs to. */
export const explainedSurvivors: readonly Survivor[] = [
    {
        file: "runtime/bucket-parts.ts",
        code: "return candidates.length === 1 && candidates[0]?.urn === bucket.urn;",
        was: "?.",
        becomes: ".",
        because: "the length check proves that there is one, which the compiler does not see",
    },
    {
        file: "runtime/waivers.ts",
        code: "return Array.isArray(list) ? list.map((each) => renamePolicy(Object(each))) : [{}];",
        was: "Array.isArray(list)",
        becomes: "true",
        because: "a value that is not a list has no map, and that error has the same result",
    },
    ...[
        ['basename(__dirname) === "runtime"', "true"] as const,
        ['basename(__dirname) === "runtime"', "false"] as const,
        ["===", "!=="] as const,
        ['"runtime"', '""'] as const,
    ].map(
        ([was, becomes]): Survivor => ({
            file: "runtime/pack-file.ts",
            code: 'const packFolder = basename(__dirname) === "runtime" ? dirname(__dirname) : __dirname;',
            was,
            becomes,
            because: ownFile,
        }),
    ),
    ...["true", "false"].map(
        (becomes): Survivor => ({
            file: "runtime/pack-file.ts",
            code: 'return { label, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };',
            was: "existsSync(path)",
            becomes,
            because: ownFile,
        }),
    ),
    {
        file: "runtime/pack-file.ts",
        code: 'return { label, text: existsSync(path) ? readFileSync(path, "utf8") : undefined };',
        was: '"utf8"',
        becomes: '""',
        because: ownFile,
    },
    ...[['text ?? "[]"', "(text)"] as const, ['text ?? "[]"', '("[]")'] as const, ['"[]"', '""'] as const].map(
        ([was, becomes]): Survivor => ({
            file: "runtime/waivers.ts",
            code: 'export const waivers = parseWaivers(text ?? "[]");',
            was,
            becomes,
            because: ownFile,
        }),
    ),
    ...[['text ?? "{}"', "(text)"] as const, ['text ?? "{}"', '("{}")'] as const, ['"{}"', '""'] as const].map(
        ([was, becomes]): Survivor => ({
            file: "pricing/assumptions.ts",
            code: 'export const assumedUsage: AssumedUsage = parseAssumedUsage(text ?? "{}");',
            was,
            becomes,
            because: ownFile,
        }),
    ),
    {
        file: "pricing/cost.ts",
        code: "if (monthly === undefined || countBefore < (priceRow.freeCount ?? 0)) return zeroCost;",
        was: "priceRow.freeCount ?? 0",
        becomes: "(priceRow.freeCount)",
        because: "no number is below what is undefined, nor below 0",
    },
    {
        file: "pricing/cost.ts",
        code: 'getMonthlyUsd(highResolutionAlarm, readNumber(inputs, "period", 60) < 60 ? 1 : 0),',
        was: "60",
        becomes: "61",
        because: "a missing period is not below 60 with either default",
    },
    {
        file: "pricing/cost.ts",
        code: 'const days = readNumber(inputs, "rotationPeriodInDays", 365);',
        was: "365",
        becomes: "366",
        because: "the number of rotations in three years is the same",
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
        code: 'return hashSha256(lines.join("\\n"));',
        was: '"\\n"',
        becomes: '""',
        because: "each line begins with 64 hexadecimal digits, which separate it from the line before",
    },
    {
        file: "runtime/digest.ts",
        code: 'const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));',
        was: '"utf8"',
        becomes: '""',
        because: "JSON.parse accepts a buffer as well",
    },
    {
        file: "runtime/deny-resources.ts",
        code: "const value = constraint.setting === undefined ? undefined : settings[constraint.setting];",
        was: "constraint.setting === undefined",
        becomes: "false",
        because: "no setting is called undefined",
    },
    {
        file: "runtime/catch-unknown.ts",
        code: 'if (types !== "all" && types.length === 1) validation.__pulumiType = types[0];',
        was: '"all"',
        becomes: '""',
        because: "the string has three characters, so its length is not 1",
    },
    {
        file: "runtime/families.ts",
        code: "export const getFamily = ({ tags }: Policy) => tags?.[0] as Family;",
        was: "?.",
        becomes: "",
        because: "every policy has a tag (test/policy-pack/inventory.test.ts)",
    },
    {
        file: "rules/layers/demo-services-require-lease.ts",
        code: "() => false,",
        was: "false",
        becomes: "(undefined as never)",
        because: "both are falsy",
    },
    ...['""', "JSON.stringify(statement.Condition)"].flatMap((text): Survivor[] => {
        const [was, becomes] = text === '""' ? [text, '"mutated"'] : [`${text} ?? ""`, `(${text})`];
        return [
            {
                file: "rules/identity/no-public-principals.ts",
                code: '(ignoreConditions || !callerConditionPattern.test(JSON.stringify(statement.Condition) ?? ""));',
                was,
                becomes,
                because: noCondition,
            },
            {
                file: "runtime/tls-only.ts",
                code: 'JSON.stringify(statement.Condition) ?? "",',
                was,
                becomes,
                because: noCondition,
            },
        ];
    }),
    ...[
        ["deniedResources.filter(({ constraints }) => !constraints)", "(deniedResources)"] as const,
        ["!constraints", "(undefined as never)"] as const,
        ["!constraints", "(constraints)"] as const,
    ].map(
        ([was, becomes]): Survivor => ({
            file: "rules/cost/require-known-price.ts",
            code: "const deniedByType = deniedResources.filter(({ constraints }) => !constraints);",
            was,
            becomes,
            because: noOther,
        }),
    ),
    {
        file: "rules/cost/max-stack-cost.ts",
        code: "inputs: isFree(type, custom) ? {} : readDeclaredInputs(resource),",
        was: "isFree(type, custom)",
        becomes: "false",
        because: "a free resource costs nothing with any inputs; they are not copied to save time",
    },
    {
        file: "rules/identity/no-public-ingress.ts",
        code: "for (const { path, value } of (sourceProperties[type] ?? []).flatMap((path) => findValues(props, path))) {",
        was: "sourceProperties[type] ?? []",
        becomes: "(sourceProperties[type])",
        because: "the policy is evaluated for no other type",
    },
    {
        file: "runtime/apply-waivers.ts",
        code: 'const [, project = "", type = "", name = ""] = urn.split("::");',
        was: '""',
        becomes: '"mutated"',
        because: wholeUrn,
    },
    {
        file: "runtime/valid-waivers.ts",
        code: 'const project = parseProject(resources[0]?.urn ?? "");',
        was: '""',
        becomes: '"mutated"',
        because: "neither string is a project name",
    },
];
