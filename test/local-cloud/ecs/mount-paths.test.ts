import assert from "node:assert/strict";
import { resolveMountPaths } from "../../../local-cloud/ecs/mount-paths";

const mounts = [
    { containerPath: "/app", folder: "/home/me/app" },
    { containerPath: "/app/data/", folder: "/home/me/data" },
];

describe("local-cloud/ecs volumes", () => {
    const cases = [
        ["/app/main.mjs", "/home/me/app/main.mjs"],
        ["node /app/main.mjs --out=/app", "node /home/me/app/main.mjs --out=/home/me/app"],
        ["/app/data/x", "/home/me/data/x"],
        ["/application/x", "/application/x"],
        ["s3://bucket/app/x", "s3://bucket/app/x"],
        ["/app-data", "/app-data"],
        ["/etc/hosts", "/etc/hosts"],
    ] as const;
    for (const [given, expected] of cases) {
        it(given === expected ? `leaves ${given}` : `turns ${given} into ${expected}`, () =>
            assert.equal(resolveMountPaths(given, mounts), expected),
        );
    }
});
