import { Listr } from "listr2";
import { type Answer, countOf, NotExercised } from "../ops/answer";
import { beyond } from "./beyond";
import { Stage } from "./stage";
import type { Step } from "./step";
import { steps as story } from "./steps";

/** A step that was played, and how it ended. */
interface Played {
    title: string;
    seconds: number;
    answer: Answer;
    /** What was seen, what did not hold, or why there was nothing to see. */
    because: string;
}

export interface RehearseOptions {
    /** Whether the further steps are played as well. @default false */
    all?: boolean;
    /** Whether the local cloud stays up. @default false */
    keep?: boolean;
    /** Whether a step that is not exercised here is a failure as well. @default false */
    strict?: boolean;
    /** Whether the official providers play, not our stand-ins. @default false */
    official?: boolean;
}

/**
 * Plays the story on a stage of its own and prints how each step ended. Resolves with true only if none was broken, and all
 * were played. Interrupted (Ctrl-C), it ends every process it started before it resolves.
 */
export async function rehearse(
    root: string,
    { all = false, keep = false, strict = false, official = false }: RehearseOptions = {},
): Promise<boolean> {
    const steps = [...story.filter(({ further }) => all || !further), ...beyond];
    const interruption = new AbortController();
    const interrupt = () => interruption.abort(new Error("interrupted"));
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, interrupt);
    process.stdout.on("error", interrupt); // nobody reads on, as after `| head`
    const stage = new Stage(root, interruption.signal, official);
    const played: Played[] = [];
    let broken: Pick<Played, "title" | "because"> | undefined;
    try {
        await stage.strike();
        stage.set();
        await listOf(steps, stage, played).run();
    } catch (error) {
        // Told below, once everything has ended.
        const { message } = error as Error;
        broken = played.find(({ answer }) => answer === "broken") ?? {
            title: "the stage could not be set",
            because: message,
        };
    } finally {
        if (!keep || interruption.signal.aborted) await stage.strike();
        for (const signal of signals) process.off(signal, interrupt);
    }
    if (played.length) console.log(tableOf(steps, played));
    if (broken) console.error(`\nbroken: ${broken.title}\n${broken.because}\n\nlogs: ${stage.logs}`);
    if (keep && !interruption.signal.aborted)
        console.log(`\nthe local cloud is still up in ${stage.tree}; end it with ./devmin sandbox stop there`);
    if (strict && played.some(({ answer }) => answer === "not exercised here"))
        console.error(
            "\n--strict wants every step to hold; docs/not-proven.md says how the others are seen in an account",
        );
    const enough: Answer[] = strict ? ["holds"] : ["holds", "not exercised here"];
    return played.length === steps.length && played.every(({ answer }) => enough.includes(answer));
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
                const told = `${index + 1} ${step.title}: ${result.because}`;
                if (result.answer === "broken") throw new Error(result.because);
                if (result.answer === "holds") task.title = `${told} (${result.seconds.toFixed(1)} s)`;
                else task.skip(result.because);
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
    const ended = (answer: Answer, because: string): Played => ({
        title: step.title,
        seconds: (performance.now() - begin) / 1_000,
        answer,
        because,
    });
    try {
        return ended("holds", await step.play(stage, say));
    } catch (error) {
        return ended(error instanceof NotExercised ? "not exercised here" : "broken", (error as Error).message);
    }
}

function tableOf(steps: readonly Step[], played: Played[]): string {
    const width = Math.max(...steps.map(({ title }) => title.length));
    const row = ({ title }: Step, index: number) => {
        const { answer, seconds, because } = played[index] ?? { answer: "not played" };
        const time = answer === "holds" || answer === "broken" ? `${seconds?.toFixed(1)} s` : "";
        const told = answer === "broken" ? "" : because; // what broke is told in whole below
        const cells = [`${index + 1}`.padStart(3), title.padEnd(width), answer.padEnd(18), time.padStart(8), told];
        return cells.join("  ").trimEnd();
    };
    const total = played.reduce((sum, { seconds }) => sum + seconds, 0);
    const left = steps.length - played.length;
    const more = story.length + beyond.length - steps.length;
    return [
        "",
        ...steps.map(row),
        "",
        `     ${countOf(played.map(({ answer }) => answer))}` +
            `${left ? `, ${left} not played` : ""}; ${total.toFixed(0)} s${more ? `; ${more} more with --all` : ""}`,
    ].join("\n");
}
