import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

/** The rules that a small tree breaks; its files are given by path. */
function brokenBy(files: Record<string, string>): string[] {
    const tree = mkdtempSync(join(tmpdir(), "devmin-rules-"));
    try {
        for (const [path, code] of Object.entries(files)) {
            mkdirSync(dirname(join(tree, path)), { recursive: true });
            writeFileSync(join(tree, path), code);
        }
        for (const name of ["tsconfig.check.json", ".dependency-cruiser.js"])
            copyFileSync(join(root, name), join(tree, name));
        symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
        const depcruise = join(root, "node_modules", ".bin", "depcruise");
        const folders = [...new Set(Object.keys(files).map((path) => path.split("/")[0] as string))];
        const { stdout } = spawnSync(depcruise, [...folders, "--output-type", "json"], { cwd: tree, encoding: "utf8" });
        const { violations } = JSON.parse(stdout).summary;
        return violations.map(({ rule }: { rule: { name: string } }) => rule.name);
    } finally {
        rmSync(tree, { recursive: true });
    }
}

const imports = (path: string) => `import { it } from "${path}";\nexport const one = it;\n`;
const it_ = "export const it = 1;\n";

describe("the import rules", () => {
    const refused: [string, string, string][] = [
        ["lib/a.ts", "ops/b.ts", "lib-knows-only"],
        ["core/a.ts", "kafka/b.ts", "core-knows-only"],
        ["ops/a.ts", "sandbox/b.ts", "ops-knows-only"],
        ["ops/a.ts", "lib/settings.ts", "ops-knows-only"],
        ["sandbox/a.ts", "ops/b.ts", "sandbox-knows-only"],
        ["policy-pack/a.ts", "lib/b.ts", "policy-pack-knows-only"],
        ["engine/a.ts", "lib/b.ts", "engine-knows-only"],
        ["rehearsal/a.ts", "kafka/b.ts", "rehearsal-knows-only"],
        ["kafka/a.ts", "core/index.ts", "kafka-types-only"],
        ["lib/a.ts", "test/b.ts", "tests-are-not-imported"],
    ];
    for (const [from, to, rule] of refused) {
        it(`refuse ${from.split("/")[0]} -> ${to.replace(/\/[ab]\.ts|\.ts/, "")}`, () => {
            const broken = brokenBy({ [from]: imports(`../${to.replace(".ts", "")}`), [to]: it_ });
            assert.ok(broken.includes(rule), `${rule} is not among ${broken.join(", ") || "none"}`);
        });
    }

    const allowed: [string, string, string][] = [
        ["core/a.ts", "lib/b.ts", imports("../lib/b")],
        ["lib/a.ts", "policy-pack/catalogue/b.ts", imports("../policy-pack/catalogue/b")],
        ["ops/a.ts", "lib/names.ts", imports("../lib/names")],
        ["cli/a.ts", "sandbox/b.ts", imports("../sandbox/b")],
        ["kafka/a.ts", "core/index.ts", `export type Core = typeof import("../core");\n`],
    ];
    for (const [from, to, code] of allowed) {
        it(`allow ${from.split("/")[0]} -> ${to.replace(/\/b\.ts|\.ts/, "")}`, () => {
            assert.deepEqual(brokenBy({ [from]: code, [to]: it_ }), []);
        });
    }
});
