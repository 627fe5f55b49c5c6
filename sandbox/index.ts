import { aws } from "./aws";
import { confluent } from "./confluent";
import type { Piece, Place } from "./piece";
import { placeIn, readRecord } from "./record";
import { runtime } from "./runtime";
import { type Condition, conditions, type Options, startAll, stopAll } from "./supervisor";

export { type AskedCall, readCalls, recordCalls } from "./aws/calls";
export { sayBill } from "./aws/hook";
export { dump } from "./dump";
export { envOf, hasStandIns, type Shell, writeEnv } from "./env";
export type { Condition, Options, Place };

/**
 * The local cloud, in the order it comes up, and in reverse goes down: AWS hands its tasks to the runtime, and the tasks
 * need Confluent Cloud.
 */
const pieces: readonly Piece[] = [confluent, runtime, aws];

/** Brings the local cloud up, or what of it is down, and returns when every piece answers. */
export const start = (options: Options): Promise<Place> => startAll(pieces, options);

/** Takes it down; what it holds stays for the next start. */
export const stop = (options: Pick<Options, "home" | "say">): Promise<void> => stopAll(options);

export const status = (options: Pick<Options, "home">): Promise<Condition[]> => conditions(pieces, options);

/** Where the sandbox in this folder is; undefined when there has never been one. */
export async function placeOf(home: string): Promise<Place | undefined> {
    const kept = await readRecord(home);
    return kept && placeIn(home, kept);
}
