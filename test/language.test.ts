import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..");
const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
    cwd: root,
    encoding: "utf8",
})
    .split("\n")
    .filter((file) => file && !file.endsWith(".test.ts"));

/** First words of function names: what each does. A new verb is added here; a name without one is not. */
const verbs = new Set(
    [
        "add advise allow append apply assert assume bootstrap build calculate call can cancel catch count create define",
        "delete deny deploy describe destroy detect diff download dump ensure evaluate extend filter find format generate get guard",
        "has hash identify ignore import install interrupt is join kill launch list locate log open parse preview print prompt read",
        "record recover refuse rehearse release remediate remove replace require resolve restore rotate round run select serve set split",
        "start stop subscribe summarize switch sync terminate to touch track use verify wait write",
    ].flatMap((line) => line.split(" ")),
);

/** Exported functions that begin with no verb, and why. */
const exceptions: Record<string, string> = {
    main: "what a program's entry point is called everywhere",
    forType: "reads as the policy it makes: validateResource: forType(aws.s3.Bucket, …)",
    forTypeDeferred: "the same, for what is unknown in preview",
    forStack: "the same, for a whole stack",
    timingSafeEqualStrings: "named after Node's timingSafeEqual",
};

describe("exported functions", () => {
    it("begin with a verb", () => {
        const names = sources.flatMap((file) => listExportedFunctions(file).map((name) => ({ file, name })));
        assert.ok(names.length > 400, `${names.length} functions`);
        const unnamed = names.filter(
            ({ name }) => !(name in exceptions) && !verbs.has(/^[a-z]+/.exec(name)?.[0] ?? ""),
        );
        assert.deepEqual(unnamed, []);
    });

    it("are the exceptions that are listed, and no others", () => {
        const names = new Set(sources.flatMap(listExportedFunctions));
        assert.deepEqual(
            Object.keys(exceptions).filter((name) => !names.has(name)),
            [],
        );
    });
});

function listExportedFunctions(file: string): string[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    return source.statements.flatMap((statement) => {
        const isExported =
            ts.canHaveModifiers(statement) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
        if (!isExported) return [];
        if (ts.isFunctionDeclaration(statement)) return statement.name?.text ?? [];
        if (!ts.isVariableStatement(statement)) return [];
        return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
            initializer && ts.isArrowFunction(initializer) && ts.isIdentifier(name) ? name.text : [],
        );
    });
}
