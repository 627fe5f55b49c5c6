import { REGISTER_INSTANCE } from "ts-node";

/** Tests load the layers afresh, as a Pulumi run does, again and again: what is the same as before is not compiled again. */
const compiler = process[REGISTER_INSTANCE];
if (!compiler) throw new Error("ts-node is registered before this: see .mocharc.json.");
const compile = compiler.compile;
const compiled = new Map<string, { code: string; output: string }>();
compiler.compile = (code, file, ...more) => {
    const before = compiled.get(file);
    if (before?.code === code) return before.output;
    const output = compile(code, file, ...more);
    compiled.set(file, { code, output });
    return output;
};
