import { dumpLocalCloud as dumpOf, findLocalCloud, type LocalCloud } from "../local-cloud";

/** Everything the emulators and the brokers hold, by path: `aws/…`, `confluent/…`, `kafka/lkc-…/…`. */
export type CloudDump = Record<string, unknown>;

/** The local cloud in a folder; there must be one. */
export async function getLocalCloud(home: string): Promise<LocalCloud> {
    const cloud = await findLocalCloud(home);
    if (!cloud) throw new Error(`there is no local cloud in ${home}`);
    return cloud;
}

/** Asks the local cloud in a folder for all it holds. */
export const dumpClouds = async (home: string): Promise<CloudDump> => flatten(await dumpOf(await getLocalCloud(home)));

/** What differs between two dumps, a line each: what came, what went, what changed. */
export function diffDumps(before: CloudDump, after: CloudDump): string[] {
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return paths.flatMap((path) => {
        if (!(path in before)) return [`+ ${path}`];
        if (!(path in after)) return [`- ${path}`];
        const [was, is] = [before[path], after[path]].map((value) => JSON.stringify(value));
        return was === is ? [] : [`~ ${path}: ${was} -> ${is}`];
    });
}

/** What changes with nobody asking: a service that runs writes its log, and the broker forgets a group that is empty. */
export const backgroundChangePattern =
    /^([+~] aws\/cloudwatch_logs\/log_groups\/.*\/streams\/|. kafka\/lkc-\w+\/groups)/;

/** A dump that says of the chosen paths what another says of them. */
export function replaceDumpPaths(dump: CloudDump, other: CloudDump, chosen: RegExp): CloudDump {
    const filterPaths = (of: CloudDump, whether: boolean) =>
        Object.fromEntries(Object.entries(of).filter(([path]) => chosen.test(path) === whether));
    return { ...filterPaths(dump, false), ...filterPaths(other, true) };
}

function flatten(value: unknown, path = ""): CloudDump {
    if (value === null || typeof value !== "object" || Object.keys(value).length === 0) return { [path]: value };
    return Object.assign(
        {},
        ...Object.entries(value).map(([key, each]) => flatten(each, path ? `${path}/${key}` : key)),
    );
}
