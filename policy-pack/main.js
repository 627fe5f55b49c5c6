// Bundles the pack with esbuild at every preview: the SDK would type-check it, which takes seconds, and transpiling file by file
// takes ten times as long. Types are checked from the root and in CI. The npm package contains the bundle (`prepack`) and no
// TypeScript.
const { existsSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const [source, made] = ["index.ts", "made.js"].map((file) => join(__dirname, file));
const script = () =>
    require("esbuild").buildSync({
        entryPoints: [source],
        bundle: true,
        packages: "external",
        platform: "node",
        target: "node20",
        write: false,
    }).outputFiles[0].text;

if (process.argv[2] === "--make") writeFileSync(made, script());
else if (existsSync(source)) module._compile(script(), __filename);
else require(made);
