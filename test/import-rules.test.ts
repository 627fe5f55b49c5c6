import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

/** One import: the folder or file it is in, what it imports, and how. */
interface Arrow {
    from: string;
    to: string;
    typesOnly?: true;
    lazy?: true;
}

const refused: (Arrow & { rule: string })[] = [
    { from: "core", to: "kafka/it", rule: "core-imports-only" },
    { from: "kafka", to: "core/index", rule: "kafka-types-only" },
    { from: "demo", to: "ops/it", rule: "demo-imports-only" },
    { from: "demo", to: "kafka/index", rule: "demo-types-only" },
    { from: "lib", to: "ops/it", rule: "lib-imports-only" },
    { from: "policy-pack", to: "lib/it", rule: "policy-pack-imports-only" },
    { from: "util", to: "lib/it", rule: "util-imports-only" },
    { from: "ops", to: "local-cloud/it", rule: "ops-imports-only" },
    { from: "ops", to: "lib/settings", rule: "ops-imports-only" },
    { from: "ops", to: "policy-pack/rules", rule: "ops-imports-only" },
    { from: "ops", to: "demo/index", rule: "ops-types-only" },
    { from: "cli", to: "local-cloud/it", rule: "cli-imports-only" },
    { from: "cli", to: "cli/commands/sandbox", rule: "local-cloud-commands-are-lazy" },
    { from: "local-cloud", to: "ops/it", rule: "local-cloud-imports-only" },
    { from: "local-cloud", to: "lib/lease", rule: "local-cloud-imports-only" },
    { from: "e2e", to: "kafka/it", rule: "e2e-imports-only" },
    { from: "lib", to: "test/it", rule: "tests-are-not-imported" },
    { from: "ops", to: "test/fixtures/it", rule: "fixtures-are-for-tests" },
];

const allowed: Arrow[] = [
    { from: "core", to: "lib/it" },
    { from: "lib", to: "policy-pack/catalogue/it" },
    { from: "ops", to: "lib/names" },
    { from: "ops", to: "lib/lease" },
    { from: "ops", to: "policy-pack/runtime/digest" },
    { from: "ops", to: "core/index", typesOnly: true },
    { from: "cli/commands/sandbox", to: "local-cloud/it" },
    { from: "cli", to: "cli/commands/sandbox", lazy: true },
    { from: "e2e", to: "test/fixtures/it" },
    { from: "kafka", to: "core/index", typesOnly: true },
];

const fileOf = ({ from, to, typesOnly, lazy }: Arrow) =>
    from.includes("/")
        ? `${from}.ts`
        : `${from}/${to.replaceAll("/", "-")}${typesOnly ? "-types" : ""}${lazy ? "-lazy" : ""}.ts`;
function codeOf(arrow: Arrow): string {
    const path = `${"../".repeat(fileOf(arrow).split("/").length - 1)}${arrow.to}`;
    if (arrow.typesOnly) return `export type It = typeof import("${path}");\n`;
    return arrow.lazy ? `export const it = () => import("${path}");\n` : `export { it } from "${path}";\n`;
}

/** The rules each file of a small tree breaks: one file an arrow, and the files they import. */
function judge(arrows: Arrow[]): Map<string, string[]> {
    const tree = mkdtempSync(join(tmpdir(), "devmin-rules-"));
    const write = (path: string, code: string) => {
        mkdirSync(dirname(join(tree, path)), { recursive: true });
        writeFileSync(join(tree, path), code);
    };
    try {
        for (const { to } of arrows) write(`${to}.ts`, "export const it = 1;\n");
        for (const arrow of arrows) write(fileOf(arrow), codeOf(arrow));
        for (const name of ["tsconfig.check.json", ".dependency-cruiser.js"])
            copyFileSync(join(root, name), join(tree, name));
        symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
        const depcruise = join(root, "node_modules", ".bin", "depcruise");
        const folders = [
            ...new Set(arrows.flatMap(({ from, to }) => [from, to].map((path) => path.split("/")[0] as string))),
        ];
        const { stdout } = spawnSync(depcruise, [...folders, "--output-type", "json"], { cwd: tree, encoding: "utf8" });
        const broken = new Map<string, string[]>();
        for (const { from, rule } of JSON.parse(stdout).summary.violations) {
            broken.set(from, [...(broken.get(from) ?? []), rule.name]);
        }
        return broken;
    } finally {
        rmSync(tree, { recursive: true });
    }
}

describe("the import rules", () => {
    let broken: Map<string, string[]>;
    before(() => {
        broken = judge([...refused, ...allowed]);
    });

    for (const arrow of refused) {
        it(`refuse ${arrow.from} -> ${arrow.to}`, () => {
            assert.deepEqual(broken.get(fileOf(arrow)), [arrow.rule]);
        });
    }
    for (const arrow of allowed) {
        it(`allow ${arrow.from} -> ${arrow.to}${arrow.typesOnly ? " by its types" : ""}`, () => {
            assert.equal(broken.get(fileOf(arrow)), undefined);
        });
    }
});
