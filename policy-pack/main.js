// The SDK would type-check the pack at every preview, which takes seconds; types are checked from the root and in CI.
const { readFileSync } = require("node:fs");
const { ModuleKind, ScriptTarget, transpileModule } = require("typescript");

const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
require.extensions[".ts"] = (module, file) =>
    module._compile(transpileModule(readFileSync(file, "utf8"), { compilerOptions }).outputText, file);

require("./index.ts");
