import ts from "typescript";

export const parseSource = (file: string, text: string) =>
    ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);

/** The code's tokens, without comments and trailing commas: equal for two texts that differ in formatting only. */
export function listTokens(code: string): string[] {
    const source = parseSource("code.ts", code);
    const tokens: string[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isJSDoc(node)) return;
        const children = node.getChildren(source);
        if (children.length > 0) children.forEach(visit);
        else tokens.push(node.getText(source));
    };
    visit(source);
    const found = tokens.filter((token) => token !== "");
    // An operator alone is not a program, and has no tokens.
    if (found.length === 0) return code.split(/\s+/).filter((word) => word !== "");
    return found.filter((token, index) => token !== "," || !/^[)\]}]$/.test(found[index + 1] ?? ""));
}

export const isSameCode = (a: string, b: string) => a === b || listTokens(a).join(" ") === listTokens(b).join(" ");

/** Describes the first syntax error of a file; undefined if there is none. */
export function findSyntaxError(file: string, text: string): string | undefined {
    const { diagnostics = [] } = ts.transpileModule(text, { fileName: file, reportDiagnostics: true });
    return diagnostics[0] && ts.flattenDiagnosticMessageText(diagnostics[0].messageText, "\n");
}

/**
 * Finds `outer.inner`: a top-level function, class or constant, then what is declared below it. A name below the first is a
 * function, method, variable or class property, or else a property of an object. Without a symbol, the whole file.
 */
export function findSymbol(source: ts.SourceFile, symbol = ""): ts.Node {
    let scope: ts.Node = source;
    for (const [depth, name] of symbol.split(".").entries()) {
        if (name === "") continue;
        const declared = listBelow(
            scope,
            (node) => listDeclaredNames(node).includes(name) && (depth > 0 || isTopLevel(node)),
        );
        const found =
            declared.length > 0 || depth === 0 ? declared : listBelow(scope, (node) => isPropertyNamed(node, name));
        scope = requireOne(found, source, `symbol ${symbol}: declarations named ${name}`);
    }
    return scope;
}

const literalPattern = /^"(.*)"$/s;

/** What a step of a path can name, and which nodes it means. */
const nouns: Record<string, { isMatch(node: ts.Node, name: string): boolean; isInnermost?: true }> = {
    /** A property of an object literal. */
    property: { isMatch: isPropertyNamed },
    /** A call or `new`, by the last name of what is called: `SecretVersion` for `new aws.secretsmanager.SecretVersion(…)`. */
    call: { isMatch: (node, name) => getCalledName(node) === name },
    /** An item of an array that mentions this. */
    element: {
        isMatch: (node, what) =>
            ts.isArrayLiteralExpression(node.parent) && ts.isExpression(node) && hasMention(node, what),
        isInnermost: true,
    },
    /** A condition of an if, `?:` or loop that mentions this. */
    condition: { isMatch: (node, what) => isCondition(node) && hasMention(node, what), isInnermost: true },
    /** A statement that mentions this. */
    statement: {
        isMatch: (node, what) => ts.isStatement(node) && !ts.isBlock(node) && hasMention(node, what),
        isInnermost: true,
    },
    /** A string, or a template that contains it, in quotes. */
    text: { isMatch: isTextOf },
    /** A name in an `export { name }`. */
    export: { isMatch: (node, name) => ts.isExportSpecifier(node) && node.name.text === name },
};

/**
 * Finds the one node that a path of steps names, each below the one before: `call SecretVersion > property dependsOn`. A step is a
 * noun and a name; `argument 2` is a call's second argument. `element`, `condition` and `statement` take something they mention, an
 * identifier or a string in quotes, and mean the innermost.
 */
export function findNode(source: ts.SourceFile, scope: ts.Node, path: string): ts.Node {
    let node = scope;
    for (const step of path.split(" > ")) {
        const [, word = "", name = ""] = /^(\w+) (.+)$/s.exec(step) ?? [];
        if (word === "argument") {
            node = findArgument(node, Number(name), source, path);
            continue;
        }
        const noun = nouns[word];
        if (!noun)
            throw new Error(`"${step}" is not a step: use ${Object.keys(nouns).join(", ")} or argument, and a name`);
        const matches = listBelow(node, (each) => noun.isMatch(each, name));
        const found = noun.isInnermost
            ? matches.filter((each) => !matches.some((other) => other !== each && isWithin(other, each)))
            : matches;
        node = requireOne(found, source, `"${path}": nodes that are "${step}"`);
    }
    return node;
}

function findArgument(node: ts.Node, position: number, source: ts.SourceFile, path: string): ts.Node {
    const value = ts.isPropertyAssignment(node) ? node.initializer : node;
    const args = ts.isCallExpression(value) || ts.isNewExpression(value) ? (value.arguments ?? []) : undefined;
    if (!args) throw new Error(`"${path}": only a call has arguments, not ${formatNode(node, source)}`);
    return requireOne(args.slice(position - 1, position), source, `"${path}": arguments at position ${position}`);
}

function requireOne(found: readonly ts.Node[], source: ts.SourceFile, what: string): ts.Node {
    const [node] = found;
    if (node && found.length === 1) return node;
    const list = found.map((each) => `\n- ${formatNode(each, source)}`).join("");
    throw new Error(`${what} in ${source.fileName}: expected one, found ${found.length}${list}`);
}

function formatNode(node: ts.Node, source: ts.SourceFile): string {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return `line ${line + 1}: ${node.getText(source).replace(/\s+/g, " ").slice(0, 100)}`;
}

/** The nodes below one, from top to bottom, to which this applies. */
function listBelow(scope: ts.Node, isWanted: (node: ts.Node) => boolean): ts.Node[] {
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
        if (isWanted(node)) found.push(node);
        ts.forEachChild(node, visit);
    };
    ts.forEachChild(scope, visit);
    return found;
}

export const isWithin = (inner: ts.Node, outer: ts.Node) => inner.pos >= outer.pos && inner.end <= outer.end;

const isTopLevel = (node: ts.Node) =>
    ts.isSourceFile((ts.isVariableDeclaration(node) ? node.parent.parent : node).parent);

/** Names of functions with a body, classes, members and variables; those of a destructured variable are several. */
function listDeclaredNames(node: ts.Node): string[] {
    if (ts.isConstructorDeclaration(node) && node.body) return ["constructor"];
    if (ts.isVariableDeclaration(node)) return listBoundNames(node.name);
    const isDeclared =
        ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.body) ||
        ts.isClassDeclaration(node) ||
        ts.isPropertyDeclaration(node);
    return isDeclared && node.name ? [node.name.getText()] : [];
}

const listBoundNames = (name: ts.BindingName): string[] =>
    ts.isIdentifier(name)
        ? [name.text]
        : name.elements.flatMap((each) => (ts.isBindingElement(each) ? listBoundNames(each.name) : []));

/** Whether a node is the property of this name; a computed name is compared as it is written. */
function isPropertyNamed(node: ts.Node, name: string): boolean {
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return false;
    const text = ts.isStringLiteral(node.name) ? node.name.text : node.name.getText();
    return text === name.replace(literalPattern, "$1");
}

function getCalledName(node: ts.Node): string | undefined {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
    return ts.isIdentifier(expression) ? expression.text : undefined;
}

function isCondition(node: ts.Node): boolean {
    const { parent } = node;
    if (ts.isConditionalExpression(parent)) return parent.condition === node;
    return (ts.isIfStatement(parent) || ts.isIterationStatement(parent, false)) && "expression" in parent
        ? parent.expression === node && !ts.isForOfStatement(parent) && !ts.isForInStatement(parent)
        : false;
}

/** Whether a string is this text, in quotes, or a template contains it. */
function isTextOf(node: ts.Node, quoted: string): boolean {
    const text = literalPattern.exec(quoted)?.[1];
    if (text === undefined) return false;
    if (ts.isStringLiteral(node)) return node.text === text;
    return (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) && node.getText().includes(text);
}

const hasMention = (node: ts.Node, what: string) => {
    const isMention = (each: ts.Node) => isTextOf(each, what) || (ts.isIdentifier(each) && each.text === what);
    return isMention(node) || listBelow(node, isMention).length > 0;
};
