import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { locked } from "./lock";
import type { Piece, Place, Say } from "./piece";
import { demandFree, freePorts } from "./ports";
import { alive, end, type Identity, launch } from "./process";
import { demandCurrent, type Kept, newRecord, placeIn, readRecord, writeRecord } from "./record";

export interface Options {
    /** Where this sandbox keeps its state, e.g. /clone/.sandbox. */
    home: string;
    /** Where what is fetched or built is kept, e.g. /clone/.sandbox/tools. */
    tools: string;
    say: Say;
    /** How long a piece may take until it answers. @default 60_000 */
    withinMs?: number;
}

/** A piece's condition: `running` answers, `silent` is a process that does not, `down` is none. */
export interface Condition {
    piece: string;
    state: "running" | "silent" | "down";
    /** Why it is silent, or what there is to know of it. */
    note?: string;
    pid?: number;
    ports: number[];
    log: string;
}

const logOf = (home: string, { name }: Piece) => join(home, "logs", `${name}.log`);

/** Brings up what is not up, in order. When it fails or is interrupted, what it started is ended again; what ran before is left alone. */
export async function startAll(
    pieces: readonly Piece[],
    { home, tools, say, withinMs = 60_000 }: Options,
): Promise<Place> {
    return locked(home, say, async () => {
        const kept = { ...((await readRecord(home)) ?? newRecord(tools)), tools };
        demandCurrent(home, kept, pieces);
        await choosePorts(pieces, kept);
        await writeRecord(home, kept);
        const place = placeIn(home, kept);
        const interruption = listenForInterruption();
        const begun: string[] = [];
        try {
            for (const piece of pieces) {
                await piece.install(place, say);
                interruption.check();
            }
            for (const piece of pieces) {
                if (!(await alive(kept.processes[piece.name]))) {
                    begun.push(piece.name);
                    kept.processes[piece.name] = await begin(piece, place);
                    await writeRecord(home, kept);
                }
                await untilAnswers(piece, place, kept.processes[piece.name], withinMs, interruption.check);
                if (begun.includes(piece.name)) say(`${piece.name} answers`);
            }
        } catch (error) {
            await endThese(home, kept, begun.reverse());
            throw error;
        } finally {
            interruption.over();
        }
        if (begun.length === 0) say("the local cloud is already up");
        return place;
    });
}

/** Ends what runs, last first, by the ids it was started with; also what an older devmin started. */
export async function stopAll({ home, say }: Pick<Options, "home" | "say">): Promise<void> {
    if (!(await readRecord(home))) return say("there is no local cloud here: nothing to stop");
    await locked(home, say, async () => {
        const kept = await readRecord(home);
        if (!kept) return;
        const running: string[] = [];
        const started = Object.entries(kept.processes);
        for (const [name, process] of started) if (await alive(process)) running.push(name);
        await endThese(home, kept, started.map(([name]) => name).reverse());
        say(running.length ? `stopped ${running.join(", ")}` : "nothing was running");
    });
}

export async function conditions(pieces: readonly Piece[], { home }: Pick<Options, "home">): Promise<Condition[]> {
    const kept = (await readRecord(home)) ?? newRecord("");
    const place = placeIn(home, kept);
    return Promise.all(
        pieces.map(async (piece): Promise<Condition> => {
            const { name } = piece;
            const ports = piece.ports.flatMap((port) => kept.ports[port] ?? []);
            const log = logOf(home, piece);
            const process = kept.processes[name];
            if (!(await alive(process))) return { piece: name, state: "down", ports, log };
            const because = await piece.answers(place);
            const state = because ? "silent" : "running";
            const note = because ? undefined : await piece.notes?.(place);
            return { piece: name, state, note: because ?? note, pid: process?.pid, ports, log };
        }),
    );
}

/** Ports are chosen once: addresses made of them live on in state files and outputs. */
async function choosePorts(pieces: readonly Piece[], kept: Kept): Promise<void> {
    const missing = pieces.flatMap(({ ports }) => ports).filter((name) => kept.ports[name] === undefined);
    const free = await freePorts(missing.length);
    missing.forEach((name, index) => {
        kept.ports[name] = free[index] as number;
    });
}

async function begin(piece: Piece, place: Place): Promise<Identity> {
    for (const name of piece.ports) await demandFree(place.ports[name] as number, piece.name);
    const { file, args, env } = await piece.command(place);
    await mkdir(join(place.home, "logs"), { recursive: true, mode: 0o700 });
    // Nothing of the user's shell reaches a piece: not its credentials, not its proxies.
    const { PATH = "", HOME = "", LANG = "C.UTF-8", JAVA_HOME } = process.env;
    return launch({
        file,
        args,
        env: { PATH, HOME, LANG, ...(JAVA_HOME && { JAVA_HOME }), ...env },
        folder: place.home,
        log: logOf(place.home, piece),
    });
}

async function untilAnswers(
    piece: Piece,
    place: Place,
    process: Identity | undefined,
    withinMs: number,
    check: () => void,
): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (;;) {
        check();
        const because = await piece.answers(place);
        if (!because) return;
        const dead = !(await alive(process));
        if (dead || Date.now() > deadline) {
            const what = dead
                ? "ended while it was starting"
                : `does not answer after ${withinMs / 1_000} s (${because})`;
            const log = logOf(place.home, piece);
            const tail = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-15).join("\n");
            throw new Error(`the local cloud's ${piece.name} ${what}; the end of its log ${log}:\n${tail}`);
        }
        await sleep(100);
    }
}

async function endThese(home: string, kept: Kept, names: readonly string[]): Promise<void> {
    for (const name of names) {
        const process = kept.processes[name];
        if (process) await end(process);
        delete kept.processes[name];
    }
    await writeRecord(home, kept);
}

/** Turns Ctrl-C into an error at the next step, so that what was begun can be ended first. */
function listenForInterruption() {
    let by: string | undefined;
    const note = (signal: string) => {
        by = signal;
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, note);
    return {
        check: () => {
            if (by) throw new Error(`interrupted by ${by}: what was being started has been stopped again.`);
        },
        over: () => {
            for (const signal of signals) process.off(signal, note);
        },
    };
}
