/** Who may know whom. One row an arrow: a room may import itself, the rooms named here, and packages; nothing else. */
const rooms = {
    core: { code: ["lib", "policy-pack/catalogue"], types: [] },
    kafka: { code: ["lib", "policy-pack/catalogue"], types: ["core"] },
    demo: { code: ["lib", "policy-pack/catalogue"], types: ["core", "kafka"] },
    lib: { code: ["policy-pack/catalogue"], types: [] },
    "policy-pack": { code: [], types: [] },
    engine: { code: [], types: [] },
    ops: {
        code: [
            "engine",
            ...["catalogue", "digest"].map((part) => `policy-pack/${part}`),
            ...["names", "forms", "lease", "denies", "policy"].map((file) => `lib/${file}`),
        ],
        types: [],
    },
    sandbox: { code: ["engine"], types: [] },
    cli: { code: ["ops", "sandbox", "engine", "rehearsal"], types: [] },
    rehearsal: { code: ["ops", "sandbox", "engine"], types: [] },
};

const all = Object.keys(rooms).join("|");
const anyOf = (paths) => paths.map((path) => `^${path}(/|\\.ts$)`).join("|");
const only = (room, { code, types }) => [
    {
        name: `${room}-knows-only`,
        comment: `${room} may import ${[...code, ...types.map((t) => `${t} (types only)`)].join(", ") || "no other room"}`,
        severity: "error",
        from: { path: `^${room}/` },
        to: { path: `^(${all}|index\\.ts)(/|$)`, pathNot: anyOf([room, ...code, ...types]) },
    },
    ...(types.length
        ? [
              {
                  name: `${room}-types-only`,
                  comment: `a lower layer is known by its types: import type, or typeof import("../${types[0]}")`,
                  severity: "error",
                  from: { path: `^${room}/` },
                  to: { path: anyOf(types), dependencyTypesNot: ["type-only", "type-import"] },
              },
          ]
        : []),
];

module.exports = {
    forbidden: [
        ...Object.entries(rooms).flatMap(([room, may]) => only(room, may)),
        {
            name: "tests-are-not-imported",
            comment: "the program does not know its tests",
            severity: "error",
            from: { pathNot: "^test/" },
            to: { path: "^test/" },
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
