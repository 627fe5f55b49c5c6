/**
 * Who may import whom. One row a folder: its own files, the folders named here and packages, and nothing else. `types` may be
 * imported as types only; `lazy` only with `import()`, so that a command loads it when it runs.
 */
const folders = {
    core: { code: ["lib", "policy-pack"], types: [] },
    kafka: { code: ["lib", "policy-pack"], types: ["core"] },
    demo: { code: ["lib", "policy-pack"], types: ["core", "kafka"] },
    lib: { code: ["policy-pack"], types: [] },
    "policy-pack": { code: [], types: [] },
    util: { code: [], types: [] },
    ops: {
        code: [
            "util",
            ...["catalogue", "pricing", "runtime"].map((part) => `policy-pack/${part}`),
            ...["names", "input-formats", "kafka-client", "lease", "monthly-budget", "denies", "iam-policy"].map(
                (file) => `lib/${file}`,
            ),
        ],
        types: ["core", "kafka", "demo"],
    },
    cli: { code: ["ops", "util"], types: [], lazy: ["local-cloud", "e2e"] },
    "local-cloud": { code: ["util", "lib/names"], types: [] },
    e2e: { code: ["ops", "local-cloud", "util", "test/fixtures"], types: [] },
};

/** The commands of the local cloud: they alone load it, and the command table loads them when they are typed. */
const localCloudCommands = ["cli/commands/sandbox", "cli/commands/rehearse"];

const all = Object.keys(folders).join("|");
const anyOf = (paths) => paths.map((path) => `^${path}(/|\\.(ts|js)$)`).join("|");
const rulesOf = (folder, { code, types, lazy = [] }) => [
    {
        name: `${folder}-imports-only`,
        comment: `${folder} may import ${[...code, ...types.map((t) => `${t} (types only)`), ...lazy.map((l) => `${l} (its own commands only)`)].join(", ") || "no other folder"}`,
        severity: "error",
        from: { path: `^${folder}/`, ...(lazy.length && { pathNot: anyOf(localCloudCommands) }) },
        to: {
            path: `^(${all}|index\\.ts)(/|$)`,
            pathNot: anyOf([folder, ...code, ...types]),
            dependencyTypesNot: ["core"],
        },
    },
    ...(types.length
        ? [
              {
                  name: `${folder}-types-only`,
                  comment: `a layer is known by its types: import type, or typeof import("../${types[0]}")`,
                  severity: "error",
                  from: { path: `^${folder}/` },
                  to: { path: anyOf(types), dependencyTypesNot: ["type-only", "type-import"] },
              },
          ]
        : []),
];

module.exports = {
    forbidden: [
        ...Object.entries(folders).flatMap(([folder, may]) => rulesOf(folder, may)),
        {
            name: "local-cloud-commands-are-lazy",
            comment:
                "the product never loads the local cloud: its commands are imported with import() by the command table",
            severity: "error",
            from: { path: "^cli/", pathNot: anyOf(localCloudCommands) },
            to: { path: anyOf(localCloudCommands), dependencyTypesNot: ["dynamic-import"] },
        },
        {
            name: "tests-are-not-imported",
            comment: "the program does not know its tests; e2e shares their fixtures",
            severity: "error",
            from: { pathNot: "^test/" },
            to: { path: "^test/", pathNot: "^test/fixtures/" },
        },
        {
            name: "fixtures-are-for-tests",
            comment: "fixtures are for the tests and e2e",
            severity: "error",
            from: { pathNot: "^(test|e2e)/" },
            to: { path: "^test/fixtures/" },
        },
        { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
        { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.check.json" },
        enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["node", "require", "types"] },
    },
};
