import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (folder: string) => JSON.parse(readFileSync(join(__dirname, "..", folder, "package.json"), "utf8"));
const root = read(".");

describe("the npm workspaces", () => {
    for (const folder of root.workspaces as string[]) {
        it(`${folder} needs packages in the versions the product has, so that there is one of each`, () => {
            const { dependencies } = read(folder) as { dependencies: Record<string, string> };
            for (const [name, version] of Object.entries(dependencies))
                assert.equal(version, root.dependencies[name] ?? version, name);
        });
    }

    it("leave the product nothing that only they need", () => {
        const local = Object.keys(read("local-cloud").dependencies);
        assert.ok(local.includes("@grpc/grpc-js") && !("@grpc/grpc-js" in root.dependencies));
    });
});
