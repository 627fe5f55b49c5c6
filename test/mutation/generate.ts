import ts from "typescript";
import { replaceRange } from "./change";
import { parseSource } from "./syntax";

/** A source file with one detail changed. */
export interface Mutant {
    /** Path below `policy-pack/`. */
    file: string;
    /** From 1. */
    line: number;
    /** The original line without its indentation. */
    code: string;
    /** Where the changed part was. */
    start: number;
    end: number;
    was: string;
    becomes: string;
    /** The whole changed file. */
    text: string;
}

const replacements: Record<string, readonly string[]> = {
    "===": ["!=="],
    "!==": ["==="],
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "&&": ["||"],
    "||": ["&&"],
    "*": ["/"],
    "-": ["+"],
    some: ["every"],
    every: ["some"],
    startsWith: ["endsWith"],
    endsWith: ["startsWith"],
    max: ["min"],
    min: ["max"],
};

/** Rows of the catalogue, and of prices outside of it. */
const rowFilePattern = /^(catalogue\/|pricing\/fargate\.ts$)/;

/** Every mutant of a file. Strings and lists of rows are changed only in constraints and functions. */
export function createMutants(file: string, text: string): Mutant[] {
    const source = parseSource(file, text);
    const found: Mutant[] = [];
    const addMutant = (node: ts.Node, becomes: string) => {
        const [start, end] = [node.getStart(source), node.getEnd()];
        const { line } = source.getLineAndCharacterOfPosition(start);
        const code = text.split("\n")[line]?.trim() as string;
        const was = text.slice(start, end).replace(/\s+/g, " ");
        found.push({
            file,
            line: line + 1,
            code,
            start,
            end,
            was,
            becomes,
            text: replaceRange(text, { start, end, code: becomes }),
        });
    };
    const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
        if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
        if (!rowFilePattern.test(file) || !isWording(node) || ts.findAncestor(node, isDecision)) {
            mutate(node, source, addMutant);
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

function mutate(node: ts.Node, source: ts.SourceFile, change: (node: ts.Node, becomes: string) => void): void {
    const getText = (part: ts.Node) => part.getText(source);
    if (ts.isBinaryExpression(node)) {
        const operator = getText(node.operatorToken);
        for (const other of replacements[operator] ?? []) change(node.operatorToken, other);
        if (operator === "??") for (const side of [node.left, node.right]) change(node, `(${getText(side)})`);
    } else if (ts.isPropertyAccessExpression(node)) {
        for (const other of replacements[node.name.text] ?? []) change(node.name, other);
        if (node.questionDotToken) change(node.questionDotToken, ".");
    } else if (ts.isElementAccessExpression(node) && node.questionDotToken) {
        change(node.questionDotToken, "");
    } else if (ts.isCallExpression(node)) {
        const { expression } = node;
        if (
            ts.isPropertyAccessExpression(expression) &&
            /^(filter|replace|replaceAll|flat)$/.test(expression.name.text)
        )
            change(node, `(${getText(expression.expression)})`);
    } else if (ts.isPrefixUnaryExpression(node)) {
        change(node, `(${getText(node.operand)})`);
    } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
        const condition = ts.isIfStatement(node) ? node.expression : node.condition;
        for (const always of ["true", "false"]) change(condition, always);
    } else if (ts.isExpressionStatement(node)) {
        change(node, ";");
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body) && getText(node.body) !== "undefined") {
        change(node.body, "(undefined as never)");
    } else if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
        change(node, node.kind === ts.SyntaxKind.TrueKeyword ? "false" : "true");
    } else if (ts.isNumericLiteral(node)) {
        change(node, `${Number(node.text) + 1}`);
    } else if (ts.isStringLiteral(node) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node)) {
        change(node, node.text ? '""' : '"mutated"');
    } else if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
        change(node, '""');
    } else if (ts.isRegularExpressionLiteral(node)) {
        for (const other of ["/(?!)/", "/(?:)/"]) change(node, other);
    } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) {
        change(node, "[]");
    }
}

const isWording = (node: ts.Node) => ts.isStringLiteral(node) || ts.isArrayLiteralExpression(node);
const isDecision = (node: ts.Node) =>
    ts.isFunctionLike(node) || (ts.isPropertyAssignment(node) && /^(constraints|oneOf)$/.test(node.name.getText()));
