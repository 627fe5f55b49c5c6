/** README's console blocks: what stands between these marks is written from an end-to-end run. */
const [begin, end] = ["<!-- console output of an end-to-end run: begin -->\n", "<!-- console output: end -->\n"];

/** The README with what commands print now, by command. */
export function writeConsoleBlocks(readme: string, outputs: Readonly<Record<string, string>>): string {
    const blocks = Object.entries(outputs).map(
        ([command, output]) => `\`\`\`console\n$ ${command}\n${output.trim()}\n\`\`\`\n`,
    );
    const [before, rest = ""] = readme.split(begin);
    const [, after] = rest.split(end);
    if (after === undefined) throw new Error(`README.md must have once: ${begin}${end}`);
    return `${before}${begin}\n${blocks.join("\n")}\n${end}${after}`;
}

/** The lines of a text without what differs from run to run: numbers, times, digests, the order of resources. */
export const normalizeConsole = (text: string): string[] =>
    text
        .replaceAll(/[0-9a-f]{12,}/g, "#")
        .replaceAll(/\d+(\.\d+)?/g, "0")
        .replaceAll(/[ \t]+/g, " ")
        .split("\n")
        .sort();
