// The one TypeScript loader of launcher, language host and offline providers. mocha has ts-node, as the SDK's programs have.
const { readFileSync } = require("node:fs");
const { transformSync } = require("esbuild");

require.extensions[".ts"] = (module, file) => {
    const { code } = transformSync(readFileSync(file, "utf8"), {
        loader: "ts",
        format: "cjs",
        target: "node20",
        supported: { "dynamic-import": false }, // the modules are CommonJS: import() means require
        sourcefile: file,
        sourcemap: "inline",
    });
    module._compile(code, file);
};
