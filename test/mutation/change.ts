import ts from "typescript";
import { findNode, findSymbol, findSyntaxError, isSameCode, parseSource } from "./syntax";

/**
 * What is done to the one node that a path names (see `findNode`): it goes; it, or a property's value, becomes other code; or code is
 * inserted beside it, in its list or block.
 */
export type Change =
    | { remove: string }
    | { set: string; to: string }
    | { insert: string; before: string }
    | { insert: string; after: string };

/** A part of a file and what replaces it. */
export interface Edit {
    start: number;
    end: number;
    code: string;
}

/**
 * A file's text with one change made below a symbol; the whole file without one. Throws unless the path names exactly one node, and
 * the result is valid and other code than before.
 */
export function applyChange(file: string, text: string, symbol: string | undefined, change: Change): string {
    const source = parseSource(file, text);
    const changed = replaceRange(text, buildEdit(source, findSymbol(source, symbol), change));
    const problem = findSyntaxError(file, changed);
    if (problem) throw new Error(`${file} is not valid after the change: ${problem}`);
    if (isSameCode(text, changed)) throw new Error(`${file} is the same after the change`);
    return changed;
}

export const replaceRange = (text: string, { start, end, code }: Edit) => text.slice(0, start) + code + text.slice(end);

function buildEdit(source: ts.SourceFile, scope: ts.Node, change: Change): Edit {
    if ("remove" in change) return removeNode(source, findNode(source, scope, change.remove), change.remove);
    if ("set" in change) return setNode(source, findNode(source, scope, change.set), change);
    const path = "before" in change ? change.before : change.after;
    const node = findNode(source, scope, path);
    const separator = isListItem(node) ? ", " : isInBlock(node) ? " " : undefined;
    if (separator === undefined) throw new Error(`"${path}" is in no list or block: nothing can be inserted beside it`);
    if ("before" in change) {
        const start = node.getStart(source);
        return { start, end: start, code: `${change.insert}${separator}` };
    }
    return { start: node.end, end: node.end, code: `${separator}${change.insert}` };
}

/** Removes a list's item with its comma, or a statement. */
function removeNode(source: ts.SourceFile, node: ts.Node, path: string): Edit {
    if (ts.isExportSpecifier(node) && node.parent.elements.length === 1) {
        return { start: node.parent.parent.getStart(source), end: node.parent.parent.end, code: "" };
    }
    if (ts.isStatement(node)) return { start: node.getStart(source), end: node.end, code: ";" };
    if (!isListItem(node)) throw new Error(`"${path}" cannot be removed: set it to something else`);
    const itemsAndCommas = node.parent.getChildren(source).flatMap((child) => child.getChildren(source));
    const comma = itemsAndCommas[itemsAndCommas.indexOf(node) + 1];
    return { start: node.getStart(source), end: (comma ?? node).end, code: "" };
}

function setNode(source: ts.SourceFile, node: ts.Node, { set, to }: { set: string; to: string }): Edit {
    if (ts.isExportSpecifier(node)) throw new Error(`"${set}" has no value: remove it`);
    if (ts.isShorthandPropertyAssignment(node)) return { start: node.end, end: node.end, code: `: ${to}` };
    const value = ts.isPropertyAssignment(node) ? node.initializer : node;
    return { start: value.getStart(source), end: value.end, code: to };
}

const isListItem = (node: ts.Node) =>
    ts.isObjectLiteralElement(node) || ts.isArrayLiteralExpression(node.parent) || ts.isExportSpecifier(node);

const isInBlock = (node: ts.Node) => ts.isStatement(node) && (ts.isBlock(node.parent) || ts.isSourceFile(node.parent));
