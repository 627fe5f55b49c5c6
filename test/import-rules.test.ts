import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

/** One import: the room it is in, what it imports, and how. */
interface Arrow {
    from: string;
    to: string;
    typesOnly?: true;
}

const refused: (Arrow & { rule: string })[] = [
    { from: "lib", to: "ops/it", rule: "lib-knows-only" },
    { from: "core", to: "kafka/it", rule: "core-knows-only" },
    { from: "ops", to: "sandbox/it", rule: "ops-knows-only" },
    { from: "ops", to: "lib/settings", rule: "ops-knows-only" },
    { from: "ops", to: "policy-pack/pack", rule: "ops-knows-only" },
    { from: "sandbox", to: "ops/it", rule: "sandbox-knows-only" },
    { from: "sandbox", to: "lib/lease", rule: "sandbox-knows-only" },
    { from: "policy-pack", to: "lib/it", rule: "policy-pack-knows-only" },
    { from: "engine", to: "lib/it", rule: "engine-knows-only" },
    { from: "rehearsal", to: "kafka/it", rule: "rehearsal-knows-only" },
    { from: "kafka", to: "core/index", rule: "kafka-types-only" },
    { from: "lib", to: "test/it", rule: "tests-are-not-imported" },
];

const allowed: Arrow[] = [
    { from: "core", to: "lib/it" },
    { from: "lib", to: "policy-pack/catalogue/it" },
    { from: "ops", to: "lib/names" },
    { from: "ops", to: "lib/lease" },
    { from: "ops", to: "policy-pack/digest" },
    { from: "cli", to: "sandbox/it" },
    { from: "kafka", to: "core/index", typesOnly: true },
];

const fileOf = ({ from, to, typesOnly }: Arrow) => `${from}/${to.replaceAll("/", "-")}${typesOnly ? "-types" : ""}.ts`;
const codeOf = ({ to, typesOnly }: Arrow) =>
    typesOnly ? `export type It = typeof import("../${to}");\n` : `export { it } from "../${to}";\n`;

/** The rules each file of a small tree breaks: one file an arrow, and the files they import. */
function judge(arrows: Arrow[]): Map<string, string[]> {
    const tree = mkdtempSync(join(tmpdir(), "devmin-rules-"));
    const write = (path: string, code: string) => {
        mkdirSync(dirname(join(tree, path)), { recursive: true });
        writeFileSync(join(tree, path), code);
    };
    try {
        for (const arrow of arrows) {
            write(fileOf(arrow), codeOf(arrow));
            write(`${arrow.to}.ts`, "export const it = 1;\n");
        }
        for (const name of ["tsconfig.check.json", ".dependency-cruiser.js"])
            copyFileSync(join(root, name), join(tree, name));
        symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
        const depcruise = join(root, "node_modules", ".bin", "depcruise");
        const rooms = [...new Set(arrows.flatMap(({ from, to }) => [from, to.split("/")[0] as string]))];
        const { stdout } = spawnSync(depcruise, [...rooms, "--output-type", "json"], { cwd: tree, encoding: "utf8" });
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
