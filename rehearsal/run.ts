import { Listr } from "listr2";
import { Stage } from "./stage";
import type { Step } from "./step";
import { steps as allSteps } from "./steps";

/** A step that was played, and how it ended. */
interface Played {
    title: string;
    seconds: number;
    seen?: string;
    error?: Error;
}

export interface RehearseOptions {
    /** Whether the further steps are played as well. @default false */
    all?: boolean;
    /** Whether the local cloud stays up. @default false */
    keep?: boolean;
    /** Whether the official providers play, not our stand-ins. @default false */
    official?: boolean;
}

/**
 * Plays the story on a stage of its own and prints how each step ended. Resolves with true only if all held.
 * Interrupted (Ctrl-C), it ends every process it started before it resolves.
 */
export async function rehearse(
    root: string,
    { all = false, keep = false, official = false }: RehearseOptions = {},
): Promise<boolean> {
    const steps = allSteps.filter(({ further }) => all || !further);
    const interruption = new AbortController();
    const interrupt = () => interruption.abort(new Error("interrupted"));
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    const stage = new Stage(root, interruption.signal, official);
    const played: Played[] = [];
    let broken: { title: string; error?: Error } | undefined;
    try {
        await stage.strike();
        stage.set();
        await listOf(steps, stage, played).run();
    } catch (error) {
        // Told below, once everything has ended.
        broken = played.find((each) => each.error) ?? { title: "the stage could not be set", error: error as Error };
    } finally {
        if (!keep || interruption.signal.aborted) await stage.strike();
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
    console.log(tableOf(steps, played));
    if (broken) console.error(`\nbroken: ${broken.title}\n${broken.error?.message}\n\nlogs: ${stage.logs}`);
    if (keep && !interruption.signal.aborted)
        console.log(`\nthe local cloud is still up in ${stage.tree}; end it with ./devmin sandbox stop there`);
    return !broken && played.length === steps.length;
}

function listOf(steps: readonly Step[], stage: Stage, played: Played[]) {
    return new Listr(
        steps.map((step, index) => ({
            title: `${index + 1} ${step.title}`,
            task: async (_context, task) => {
                const result = await play(step, stage, (line) => {
                    if (process.stdout.isTTY || step.tells) task.output = line;
                });
                played.push(result);
                if (result.error) throw result.error;
                task.title = `${index + 1} ${step.title}: ${result.seen} (${result.seconds.toFixed(1)} s)`;
            },
        })),
        {
            exitOnError: true,
            fallbackRenderer: "simple",
            rendererOptions: { showErrorMessage: false, collapseSubtasks: false },
            registerSignalListeners: false,
        },
    );
}

async function play(step: Step, stage: Stage, say: (line: string) => void): Promise<Played> {
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1_000;
    try {
        const seen = await step.play(stage, say);
        return { title: step.title, seen, seconds: seconds() };
    } catch (error) {
        return { title: step.title, error: error as Error, seconds: seconds() };
    }
}

function tableOf(steps: readonly Step[], played: Played[]): string {
    const width = Math.max(...steps.map(({ title }) => title.length));
    const row = ({ title }: Step, index: number) => {
        const done = played[index];
        const answer = !done ? "not played" : done.error ? "broken" : "holds";
        const time = done ? `${done.seconds.toFixed(1)} s`.padStart(8) : "".padStart(8);
        return `${String(index + 1).padStart(3)}  ${title.padEnd(width)}  ${answer.padEnd(10)}  ${time}  ${done?.seen ?? ""}`.trimEnd();
    };
    const total = played.reduce((sum, { seconds }) => sum + seconds, 0);
    const more = allSteps.length - steps.length;
    return [
        "",
        ...steps.map(row),
        "",
        `     ${played.filter(({ error }) => !error).length} of ${steps.length} steps hold, ${total.toFixed(0)} s` +
            (more ? `; ${more} more with --all` : ""),
    ].join("\n");
}
