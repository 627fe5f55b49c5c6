import type { PolicyResource } from "@pulumi/policy";
import { type Inputs, unknownValue } from "./catalogue/inputs";
import { closed } from "./fail-closed";

/**
 * What a program declared of a resource, with Pulumi's mark where that is unknown. A stack policy sees what the provider fills
 * in as well, which is unknown in preview: that was left out. The engine names, of each property that was declared, what its
 * value was made from, be it nothing.
 */
export const declaredIn = ({ props, propertyDependencies }: PolicyResource): Inputs =>
    Object.fromEntries(
        Object.keys(props).map((name) => {
            const from = propertyDependencies[name];
            return [name, plain(props, name, from && unknownValue, from?.length ? unknownValue : undefined)];
        }),
    );

/** A copy in which what is unknown is `instead`, and what is unknown within it `within`. */
function plain(holder: Inputs, name: string, instead: unknown, within: unknown): unknown {
    const value = closed<unknown>(
        () => holder[name],
        () => instead,
    );
    if (typeof value !== "object" || value === null) return value;
    const copies = Object.keys(value).map((key) => [key, plain(value, key, within, within)] as const);
    return Array.isArray(value) ? copies.map(([, copy]) => copy) : Object.fromEntries(copies);
}
