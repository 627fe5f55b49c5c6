/** A value, and the path by which it was found: `rootBlockDevice.volumeSize`, with the place in a list: `replicas.0.region`. */
export interface Found {
    at: string;
    value: unknown;
}

/**
 * What stands at a path of the catalogue, one or more, as lists are looked through; what is missing is found as undefined.
 * Nothing is found where a part before a `?` is missing. Where a text or number stands in the way, it is what was found.
 */
export function valuesAt(props: unknown, path: string): Found[] {
    const steps = [...path.matchAll(/\[([^\]]+)\]|([^.[\]?]+)(\?)?/g)].map(([, key, name, optional]) => ({
        name: (key ?? name) as string,
        optional: optional === "?",
    }));
    let found: Found[] = [{ at: "", value: props }];
    for (const [index, { name, optional }] of steps.entries()) {
        found = found.flatMap(({ at, value }): Found[] => {
            if (isMissing(value)) return [{ at: below(at, name), value: undefined }];
            if (typeof value !== "object") return [{ at, value }];
            const next = { at: below(at, name), value: (value as Record<string, unknown>)[name] };
            const last = index === steps.length - 1;
            return optional && !last && isMissing(next.value) ? [] : elementsOf(next);
        });
    }
    return found;
}

/** An empty list counts as missing. */
function elementsOf({ at, value }: Found): Found[] {
    if (isMissing(value)) return [{ at, value: undefined }];
    if (!Array.isArray(value)) return [{ at, value }];
    return Array.from(value).flatMap((element, index) => elementsOf({ at: below(at, String(index)), value: element }));
}

const isMissing = (value: unknown) => value === undefined || value === null || (Array.isArray(value) && !value.length);

const below = (at: string, name: string) => (at ? `${at}.${name}` : name);
