import { dump as dumpOf, type Place, placeOf } from "../sandbox";

/** Everything the emulators and the brokers hold, by path: `aws/…`, `confluent/…`, `kafka/lkc-…/…`. */
export type Dump = Record<string, unknown>;

/** The local cloud in a folder; there must be one. */
export async function placeIn(home: string): Promise<Place> {
    const place = await placeOf(home);
    if (!place) throw new Error(`there is no local cloud in ${home}`);
    return place;
}

/** Asks the local cloud in a folder for all it holds. */
export const dump = async (home: string): Promise<Dump> => flat(await dumpOf(await placeIn(home)));

/** What differs between two dumps, a line each: what came, what went, what changed. */
export function differences(before: Dump, after: Dump): string[] {
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return paths.flatMap((path) => {
        if (!(path in before)) return [`+ ${path}`];
        if (!(path in after)) return [`- ${path}`];
        const [was, is] = [before[path], after[path]].map((value) => JSON.stringify(value));
        return was === is ? [] : [`~ ${path}: ${was} -> ${is}`];
    });
}

/** What changes with nobody asking: a service that runs writes its log, and the broker forgets a group that is empty. */
export const byItself = /^([+~] aws\/cloudwatch_logs\/log_groups\/.*\/streams\/|. kafka\/lkc-\w+\/groups)/;

/** A dump that says of the chosen paths what another says of them. */
export function withThoseOf(dump: Dump, other: Dump, chosen: RegExp): Dump {
    const keep = (of: Dump, whether: boolean) =>
        Object.fromEntries(Object.entries(of).filter(([path]) => chosen.test(path) === whether));
    return { ...keep(dump, false), ...keep(other, true) };
}

function flat(value: unknown, path = ""): Dump {
    if (value === null || typeof value !== "object" || Object.keys(value).length === 0) return { [path]: value };
    return Object.assign({}, ...Object.entries(value).map(([key, each]) => flat(each, path ? `${path}/${key}` : key)));
}
