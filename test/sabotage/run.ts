/** Runs the sabotages, one after the other, and prints what caught each: all, or those whose title contains the arguments. */
import { join } from "node:path";
import { sabotages } from "./rows";
import { runSabotage, type Sabotage } from "./sabotage";

const root = join(__dirname, "..", "..");

function formatGuard({ guard }: Sabotage): string {
    if ("test" in guard) return guard.failingTests.map((title) => `${guard.test}: ${title}`).join("\n  and ");
    return `the step "${guard.step}"${guard.after ? `, run after "${guard.after}"` : ""}`;
}

/** The first lines of an error message, indented. */
function indent(reason: string, most = Number.POSITIVE_INFINITY): string {
    const lines = reason.trim().split("\n");
    const rest = lines.length > most ? [`… and ${lines.length - most} more lines`] : [];
    return [...lines.slice(0, most), ...rest].map((line) => `    ${line}`.trimEnd()).join("\n");
}

async function main(titleFilter: string): Promise<void> {
    const rows = sabotages.filter(({ title }) => title.includes(titleFilter));
    const interruption = new AbortController();
    const interrupt = () => interruption.abort(new Error("interrupted"));
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    let count = 0;
    for (const row of rows) {
        const begin = performance.now();
        try {
            const reason = await runSabotage(row, root, interruption.signal);
            count += 1;
            const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
            console.log(`caught: ${row.title} (${seconds} s)\n  by ${formatGuard(row)}\n${indent(reason, 12)}\n`);
        } catch (error) {
            if (interruption.signal.aborted) break;
            console.log(`NOT caught: ${row.title}\n  by ${formatGuard(row)}\n${indent((error as Error).message)}\n`);
        }
    }
    const { aborted } = interruption.signal;
    const end = aborted ? "; interrupted" : "";
    console.log(`${count} of ${rows.length} sabotages caught, each by its guard alone${end}`);
    if (aborted) process.exitCode = 130;
    else if (count < rows.length || count === 0) process.exitCode = 1;
}

main(process.argv.slice(2).join(" "));
