/** Pulumi's tags are an object; the services' are a list, spelled in three ways. */
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

/** Without the tags that AWS itself sets. */
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

/** The tags to remove and to set so that `old` becomes `now`. */
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
