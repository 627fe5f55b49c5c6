import type { Survivor } from "./find-survivor";

/** Files without mutants: the entry point runs in a process of its own (test/policy-pack/main.test.ts), and prices are a plain list. */
export const skippedFiles: readonly string[] = ["index.ts", "pricing/instance-prices.ts"];

const ownFile =
    "the file in this repository is empty; the end-to-end run reads a filled one here and in a project that uses the package";
const noCondition = "a missing condition matches no pattern, whatever text replaces it";
const wholeUrn = "a URN has all its parts, which its type does not show";

/** Mutants that no test detects, and why none needs to. */
export const explainedSurvivors: readonly Survivor[] = [
    {
        file: "runtime/bucket-parts.ts",
        symbol: "findBucketParts",
        mutants: [["?.", "."]],
        because: "the length check proves that there is one, which the compiler does not see",
    },
    {
        file: "runtime/pack-file.ts",
        symbol: "packFolder",
        mutants: [
            ['basename(__dirname) === "runtime"', "true"],
            ['basename(__dirname) === "runtime"', "false"],
            ["===", "!=="],
            ['"runtime"', '""'],
        ],
        because: ownFile,
    },
    {
        file: "runtime/pack-file.ts",
        symbol: "readPackFile",
        mutants: [
            ["existsSync(path)", "true"],
            ["existsSync(path)", "false"],
            ['"utf8"', '""'],
        ],
        because: ownFile,
    },
    {
        file: "runtime/waivers.ts",
        symbol: "waivers",
        mutants: [
            ['text ?? "[]"', "(text)"],
            ['text ?? "[]"', '("[]")'],
            ['"[]"', '""'],
        ],
        because: ownFile,
    },
    {
        file: "pricing/assumptions.ts",
        symbol: "assumedUsage",
        mutants: [
            ['text ?? "{}"', "(text)"],
            ['text ?? "{}"', '("{}")'],
            ['"{}"', '""'],
        ],
        because: ownFile,
    },
    {
        file: "pricing/cost.ts",
        symbol: "calculateCosts",
        mutants: [["priceRow.freeCount ?? 0", "(priceRow.freeCount)"]],
        because: "no number is below what is undefined, nor below 0",
    },
    {
        file: "pricing/cost.ts",
        symbol: "monthlyPriceByType",
        mutants: [["60", "61", 1]],
        because: "a missing period is not below 60 with either default",
    },
    {
        file: "pricing/cost.ts",
        symbol: "calculateKeyInYear.days",
        mutants: [["365", "366"]],
        because: "the number of rotations in three years is the same",
    },
    {
        file: "pricing/cost.ts",
        symbol: "formatResourceLabel",
        mutants: [
            ['""', '"mutated"', 1],
            ['""', '"mutated"', 2],
        ],
        because: wholeUrn,
    },
    {
        file: "runtime/digest.ts",
        symbol: "hashFolder",
        mutants: [['"\\n"', '""']],
        because: "each line begins with 64 hexadecimal digits, which separate it from the line before",
    },
    {
        file: "runtime/digest.ts",
        symbol: "readPackVersion",
        mutants: [['"utf8"', '""']],
        because: "JSON.parse accepts a buffer as well",
    },
    {
        file: "runtime/deny-resources.ts",
        symbol: "applySettings",
        mutants: [["setting === undefined", "false"]],
        because: "no setting is called undefined",
    },
    {
        file: "runtime/catch-unknown.ts",
        symbol: "forType",
        mutants: [['"all"', '""', 2]],
        because: "the string has three characters, so its length is not 1",
    },
    {
        file: "runtime/families.ts",
        symbol: "getFamily",
        mutants: [["?.", ""]],
        because: "every policy has a tag (test/policy-pack/inventory.test.ts)",
    },
    {
        file: "rules/layers/demo-services-require-lease.ts",
        symbol: "demoServicesRequireLease",
        mutants: [["false", "(undefined as never)"]],
        because: "both are falsy",
    },
    {
        file: "rules/identity/no-public-principals.ts",
        symbol: "isPublicStatement",
        mutants: [
            ['""', '"mutated"'],
            ['JSON.stringify(statement.Condition) ?? ""', "(JSON.stringify(statement.Condition))"],
        ],
        because: noCondition,
    },
    {
        file: "runtime/tls-only.ts",
        symbol: "isTlsOnlyStatement",
        mutants: [
            ['""', '"mutated"', 2],
            ['JSON.stringify(statement.Condition) ?? ""', "(JSON.stringify(statement.Condition))"],
        ],
        because: noCondition,
    },
    {
        file: "rules/cost/require-known-price.ts",
        symbol: "deniedByType",
        mutants: [
            ["deniedResources.filter(({ constraints }) => !constraints)", "(deniedResources)"],
            ["!constraints", "(undefined as never)"],
            ["!constraints", "(constraints)"],
        ],
        because: "today no type is only in a row with constraints",
    },
    {
        file: "rules/cost/max-stack-cost.ts",
        symbol: "toBillableResource",
        mutants: [["isFree(type, custom)", "false"]],
        because: "a free resource costs nothing with any inputs; they are not copied to save time",
    },
    {
        file: "rules/identity/no-public-ingress.ts",
        symbol: "noPublicIngress",
        mutants: [["sourceProperties[type] ?? []", "(sourceProperties[type])"]],
        because: "the policy is evaluated for no other type",
    },
    {
        file: "runtime/apply-waivers.ts",
        symbol: "isWaiverForUrn",
        mutants: [
            ['""', '"mutated"', 1],
            ['""', '"mutated"', 2],
            ['""', '"mutated"', 3],
        ],
        because: wholeUrn,
    },
    {
        file: "runtime/valid-waivers.ts",
        symbol: "createValidWaivers",
        mutants: [['""', '"mutated"']],
        because: "neither string is a project name",
    },
];
