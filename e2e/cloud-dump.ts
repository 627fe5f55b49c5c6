import { dumpLocalCloud as dumpOf, findLocalCloud, type LocalCloud } from "../local-cloud";

/** Everything the emulators and the brokers hold, by path: `aws/…`, `confluent/…`, `kafka/lkc-…/…`. */
export type CloudDump = Record<string, unknown>;

/** The local cloud in a folder; there must be one. */
export async function getLocalCloud(home: string): Promise<LocalCloud> {
    const cloud = await findLocalCloud(home);
    if (!cloud) throw new Error(`there is no local cloud in ${home}: start it with ./devmin sandbox start`);
    return cloud;
}

/** Reads everything the local cloud in a folder holds. */
export const dumpClouds = async (home: string): Promise<CloudDump> => flatten(await dumpOf(await getLocalCloud(home)));

/** The differences between two dumps, a line each: `+ path` added, `- path` removed, `~ path: before -> after` changed. */
export function diffDumps(before: CloudDump, after: CloudDump): string[] {
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return paths.flatMap((path) => {
        if (!(path in before)) return [`+ ${path}`];
        if (!(path in after)) return [`- ${path}`];
        const [was, is] = [before[path], after[path]].map((value) => JSON.stringify(value));
        return was === is ? [] : [`~ ${path}: ${was} -> ${is}`];
    });
}

/** What changes by itself: a running service writes its log, its first health checks pass, and the broker forgets an empty group. */
export const backgroundChangePattern =
    /^([+~] aws\/cloudwatch_logs\/log_groups\/.*\/streams\/|~ aws\/ecs\/tasks\/.*(_startup_stable: false -> true|healthStatus: "UNKNOWN" -> "HEALTHY")$|. kafka\/lkc-\w+\/groups)/;

/** A dump with the chosen paths of another dump in place of its own. */
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
