/**
 * Mutation tests: makes the code wrong, one change at a time, and prints which tests detect it.
 *
 * `run.ts defects [TEXT]`: the defects of `defects.ts`, each of which its guard, and nothing else, must detect; TEXT is part of a
 * title or file. `run.ts generated [TEXT]`: all small changes of the policy pack; TEXT is part of a path.
 */
import { join } from "node:path";
import { defects } from "./defects";
import { type Defect, runDefects } from "./run-defect";
import { runGenerated } from "./run-generated";

const root = join(__dirname, "..", "..");

function formatGuard({ guard }: Defect): string {
    if ("test" in guard) return guard.failingTests.map((title) => `${guard.test}: ${title}`).join("\n  and ");
    return `the step "${guard.step}"${guard.after ? `, run after "${guard.after}"` : ""}`;
}

/** The first lines of an error message, indented. */
function indent(reason: string, most = Number.POSITIVE_INFINITY): string {
    const lines = reason.trim().split("\n");
    const rest = lines.length > most ? [`… and ${lines.length - most} more lines`] : [];
    return [...lines.slice(0, most), ...rest].map((line) => `    ${line}`.trimEnd()).join("\n");
}

async function runHandWritten(filter: string): Promise<boolean> {
    const rows = defects.filter(({ title, file }) => title.includes(filter) || file.includes(filter));
    const interruption = new AbortController();
    const interrupt = () => interruption.abort(new Error("interrupted"));
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    let count = 0;
    const results = runDefects(rows, root, interruption.signal);
    for (const [index, row] of rows.entries()) {
        try {
            const reason = (await results[index]) as string;
            count += 1;
            console.log(`caught: ${row.title}\n  by ${formatGuard(row)}\n${indent(reason, 12)}\n`);
        } catch (error) {
            if (interruption.signal.aborted) continue;
            console.log(`NOT caught: ${row.title}\n  by ${formatGuard(row)}\n${indent((error as Error).message)}\n`);
        }
    }
    const { aborted } = interruption.signal;
    const end = aborted ? "; interrupted" : "";
    console.log(`${count} of ${rows.length} defects caught, each by its guard alone${end}`);
    if (aborted) process.exit(130);
    return count === rows.length && count > 0;
}

async function main([mode, ...filter]: string[]): Promise<void> {
    const modes: Record<string, (filter: string) => Promise<boolean>> = {
        defects: runHandWritten,
        generated: runGenerated,
    };
    const run = modes[mode ?? ""];
    if (!run) throw new Error(`unknown mode "${mode ?? ""}": use ${Object.keys(modes).join(" or ")}.`);
    if (!(await run(filter.join(" ")))) process.exitCode = 1;
}

main(process.argv.slice(2));
