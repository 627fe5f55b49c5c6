import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
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
        "activate add advise allow append apply assert assume bootstrap build calculate call can cancel catch count create define",
        "delete deny deploy describe destroy detect diff download dump edit ensure evaluate extend filter find format generate get guard",
        "has hash identify ignore import install interrupt is join kill launch list locate log normalize open parse preview print prompt propose quote read",
        "record recover refuse rehearse release remediate remove replace require resolve restore retry rotate round run select serve set sign split",
        "start stop subscribe summarize switch sync terminate to touch track use verify wait watch write",
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

/** Words of the project's old dialect, which nobody searches for: the field's word is beside each. */
const dialect: readonly [pattern: RegExp, instead: string][] = [
    [/\bfootguns?\b/i, "denied resource"],
    [/\bstand-ins?\b/i, "offline provider"],
    [/\brehears(al|als|ed|ing)\b/i, "end-to-end run; the command is rehearse"],
    [/\breceipts?\b/i, "deployment record"],
    [/\bchain of evidence\b|\blink \d|\blinks? of the evidence\b/i, "entry of the audit log"],
    [/\bnot exercised here\b/i, "skipped"],
    [/\bthe card\b|\benvironment's card\b/i, "environment summary"],
    [/\bjudg(e|es|ed|ing|ement)\b/i, "evaluate"],
    [/\bis no (JSON|record|trail|list|date|day|number|name|object)\b/i, "is not a valid …"],
    [/\b(there is|knows) no (verb|word|layer named)\b|\bVERB\b|\btakes? no word\b/, 'unknown command "…"'],
    [/\bhangs? on\b|\bhung\b/i, "attached to"],
    [/\bmend(s|ed|ing)?\b/i, "repair"],
    [/\bplayed\b/i, "tested"],
    [/\btaken over\b|\btakes? (it|them) over\b/i, "adopted"],
    [/\bwho is told\b|\bis told\b|\bare told\b|\btells of\b/i, "reported"],
    [/\bdear(er|est)?\b/i, "expensive"],
    [/\bfor ever\b/i, "forever, or the period"],
];

describe("messages, help and docs", () => {
    const texts = [
        ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
        ...["policy-pack/README.md", "local-cloud/README.md"],
        ...["cli", "guardrails", "not-proven", "operations", "permissions", "runbook"].map((page) => `docs/${page}.md`),
        ...readdirSync(join(root, "docs/decisions"))
            .filter((file) => file.endsWith(".md"))
            .map((file) => `docs/decisions/${file}`),
    ];
    for (const file of texts) {
        it(`${file} is in plain English`, () => {
            assert.deepEqual(findDialect(readFileSync(join(root, file), "utf8").split("\n")), []);
        });
    }

    for (const folder of ["cli", "core", "demo", "kafka", "lib", "ops", "policy-pack", "util", "local-cloud", "e2e"]) {
        it(`${folder}'s messages are in plain English`, () => {
            const files = [...sources, "cli/commands.js", "cli/help.js", "cli/arguments.js"];
            const found = files
                .filter((file) => file.startsWith(`${folder}/`))
                .flatMap((file) => findDialect(listMessages(file)).map((line) => `${file}: ${line}`));
            assert.deepEqual(found, []);
        });
    }
});

const findDialect = (lines: readonly string[]) =>
    lines.flatMap((line) =>
        dialect
            .filter(([pattern]) => pattern.test(line))
            .map(([pattern, instead]) => `${instead}: ${pattern.exec(line)?.[0]} in ${line.trim().slice(0, 120)}`),
    );

/** Texts of a source file that a person may read: strings and templates of more than one word. */
function listMessages(file: string): string[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
        if ((ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && node.getText().includes(" "))
            found.push(node.getText());
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}
