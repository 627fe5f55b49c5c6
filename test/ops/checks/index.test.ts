import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checks } from "../../../ops/checks";

const folder = join(__dirname, "..", "..", "..", "ops", "checks");
const isCheck = (value: unknown) => typeof value === "object" && value !== null && "findProblems" in value;

describe("the readiness checks", () => {
    for (const file of readdirSync(folder).filter((name) => name !== "index.ts")) {
        const exported: unknown[] = Object.values(require(join(folder, file)));
        const found = exported.flat().filter(isCheck);
        if (found.length === 0) continue;

        it(`include those of ops/checks/${file}, which has a test`, () => {
            for (const check of found) assert.ok((checks as unknown[]).includes(check));
            assert.ok(existsSync(join(__dirname, file.replace(".ts", ".test.ts"))));
        });
    }

    it("have a claim each that no other has", () => {
        const claims = checks.map(({ claim }) => claim);
        assert.deepEqual(claims, [...new Set(claims)]);
    });
});
