/** A value and its path: `rootBlockDevice.volumeSize`, with the index in a list: `replicas.0.region`. */
export interface FoundValue {
    path: string;
    value: unknown;
}

/**
 * The values at a path of the catalogue; each element of a list is one value, and a missing value is found as undefined.
 * Nothing is found where a part before a `?` is missing. A string or number in the middle of a path is returned as its value.
 */
export function findValues(props: unknown, path: string): FoundValue[] {
    const steps = [...path.matchAll(/\[([^\]]+)\]|([^.[\]?]+)(\?)?/g)].map(([, key, name, optional]) => ({
        name: (key ?? name) as string,
        optional: optional === "?",
    }));
    let values: FoundValue[] = [{ path: "", value: props }];
    for (const [index, { name, optional }] of steps.entries()) {
        values = values.flatMap(({ path, value }): FoundValue[] => {
            if (isMissing(value)) return [{ path: joinPath(path, name), value: undefined }];
            if (typeof value !== "object") return [{ path, value }];
            const next = { path: joinPath(path, name), value: (value as Record<string, unknown>)[name] };
            const last = index === steps.length - 1;
            return optional && !last && isMissing(next.value) ? [] : listElements(next);
        });
    }
    return values;
}

/** An empty list counts as missing. */
function listElements({ path, value }: FoundValue): FoundValue[] {
    if (isMissing(value)) return [{ path, value: undefined }];
    if (!Array.isArray(value)) return [{ path, value }];
    return Array.from(value).flatMap((element, index) =>
        listElements({ path: joinPath(path, String(index)), value: element }),
    );
}

const isMissing = (value: unknown) => value === undefined || value === null || (Array.isArray(value) && !value.length);

const joinPath = (parentPath: string, name: string) => (parentPath ? `${parentPath}.${name}` : name);
