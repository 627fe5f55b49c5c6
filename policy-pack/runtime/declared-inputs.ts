import type { PolicyResource } from "@pulumi/policy";
import { type Inputs, unknownValue } from "../pricing/inputs";
import { catchUnknown } from "./catch-unknown";

/**
 * What a program declared of a resource, with Pulumi's mark where that is unknown. A stack policy sees what the provider fills
 * in as well, which is unknown in preview: that was left out. The engine names, of each property that was declared, what its
 * value was made from, be it nothing.
 */
export const readDeclaredInputs = ({ props, propertyDependencies }: PolicyResource): Inputs =>
    Object.fromEntries(
        Object.keys(props).map((name) => {
            const sources = propertyDependencies[name];
            return [
                name,
                copyResolvingUnknowns(props, name, sources && unknownValue, sources?.length ? unknownValue : undefined),
            ];
        }),
    );

/** A copy in which what is unknown is `instead`, and what is unknown within it `within`. */
function copyResolvingUnknowns(
    holder: Inputs,
    name: string,
    whenUnknown: unknown,
    whenUnknownInside: unknown,
): unknown {
    const value = catchUnknown<unknown>(
        () => holder[name],
        () => whenUnknown,
    );
    if (typeof value !== "object" || value === null) return value;
    const copies = Object.keys(value).map(
        (key) => [key, copyResolvingUnknowns(value, key, whenUnknownInside, whenUnknownInside)] as const,
    );
    return Array.isArray(value) ? copies.map(([, copy]) => copy) : Object.fromEntries(copies);
}
