import type { PolicyResource } from "@pulumi/policy";
import { type Inputs, unknownValue } from "../pricing/inputs";
import { catchUnknown } from "./catch-unknown";

/**
 * The declared inputs of a resource, with Pulumi's marker for unknown values. A stack policy also sees properties that the
 * provider fills in, which are unknown in preview; they are left out. They have no entry in `propertyDependencies`, whereas each
 * declared property has one, possibly empty.
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

/** A copy with `whenUnknown` for an unknown value, and `whenUnknownInside` for an unknown value inside it. */
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
