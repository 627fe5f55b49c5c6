/** Pulumi's tags are an object, the services' a list, spelt in three ways. */
export type Tags = Record<string, string>;

export function toTagList(tags: Tags | undefined): { Key: string; Value: string }[] {
    return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

interface Tag {
    Key?: string;
    Value?: string;
    TagKey?: string;
    TagValue?: string;
    key?: string;
    value?: string;
}

/** Tags that AWS itself sets are not the program's. */
export function toTagObject(list: readonly Tag[] | undefined): Tags {
    return Object.fromEntries(
        (list ?? [])
            .map(
                (tag) =>
                    [tag.Key ?? tag.TagKey ?? tag.key ?? "", tag.Value ?? tag.TagValue ?? tag.value ?? ""] as const,
            )
            .filter(([key]) => !key.startsWith("aws:")),
    );
}

/** What to remove and what to set so that `old` becomes `now`. */
export async function applyTagChanges(
    old: Tags | undefined,
    now: Tags | undefined,
    remove: (keys: string[]) => Promise<unknown>,
    set: (tags: Tags) => Promise<unknown>,
): Promise<void> {
    const removedKeys = Object.keys(old ?? {}).filter((key) => now?.[key] === undefined);
    const changed = Object.fromEntries(Object.entries(now ?? {}).filter(([key, value]) => old?.[key] !== value));
    if (removedKeys.length) await remove(removedKeys);
    if (Object.keys(changed).length) await set(changed);
}
