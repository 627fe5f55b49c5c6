import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const top = join(__dirname, "..");
const read = (folder: string) => JSON.parse(readFileSync(join(top, folder, "package.json"), "utf8"));
const root = read(".");

describe("the npm workspaces", () => {
    for (const folder of root.workspaces as string[]) {
        it(`${folder} needs packages in the versions the product has, so that there is one of each`, () => {
            const { dependencies } = read(folder) as { dependencies: Record<string, string> };
            for (const [name, version] of Object.entries(dependencies))
                assert.equal(version, root.dependencies[name] ?? version, name);
        });
    }
});

describe("the product's own packages", () => {
    const ofLocalCloud = ["cli/commands/sandbox.ts", "cli/commands/rehearse.ts"];
    const folders = ["core", "kafka", "demo", "lib", "policy-pack", "util", "ops", "cli"];

    it("are all that an install without the workspaces and the tests has to bring", () => {
        const files = folders
            .flatMap((folder) =>
                readdirSync(join(top, folder), { recursive: true, encoding: "utf8" }).map(
                    (name) => `${folder}/${name}`,
                ),
            )
            .filter(
                (file) => /\.(ts|js)$/.test(file) && !ofLocalCloud.includes(file) && !file.includes("node_modules"),
            );
        const imported = new Set(files.flatMap(listPackages));
        assert.ok(imported.size > 15, [...imported].join());
        assert.deepEqual(
            [...imported].filter((name) => !(name in root.dependencies)),
            [],
        );
    });
});

/** The packages that a file imports or requires, without Node's own modules. */
function listPackages(file: string): string[] {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(top, file), "utf8"), true, true);
    return importedFiles.flatMap(({ fileName }) =>
        /^(\.|node:)/.test(fileName) ? [] : (/^(@[^/]+\/)?[^/]+/.exec(fileName)?.[0] ?? []),
    );
}
