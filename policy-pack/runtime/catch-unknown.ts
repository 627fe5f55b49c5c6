import {
    type PolicyResource,
    type ReportViolation,
    type ResourceRemediation,
    type ResourceValidation,
    type ResourceValidationArgs,
    type StackValidation,
    type StackValidationArgs,
    UnknownValueError,
} from "@pulumi/policy";
import { unknownValueAdvice } from "../pricing/inputs";
import { isTypeMatch } from "./type-pattern";

/**
 * Runs a policy's evaluation so that an unknown value is reported by its path. Without it the SDK turns the violation of a
 * mandatory policy into an advisory warning, and the preview passes.
 */
export function catchUnknown<T>(evaluate: () => T, onUnknown: (clause: string, path: string) => T): T {
    try {
        return evaluate();
    } catch (error) {
        if (!(error instanceof UnknownValueError)) throw error;
        const { props } = error as Error & { props: readonly PropertyKey[] };
        const path = props.map(String).join(".");
        return onUnknown(`${path} ${unknownValueAdvice}`, path);
    }
}

/** Returns `undefined`, not `void`: an asynchronous evaluation would throw outside of `catchUnknown`. */
type Evaluate<Subject extends unknown[]> = (...subject: [...Subject, report: ReportViolation]) => undefined;

/** Reports an unknown value as a violation, or as deferred. */
type UnknownHandler = (report: ReportViolation, clause: string, path: string) => void;
const denyUnknown: UnknownHandler = (report, clause) => report(`${clause}.`);
const deferUnknown: UnknownHandler = (report, _clause, path) =>
    advise(report, `deferred: ${path} is unknown until other resources exist; it is evaluated in the update.`);

/** Reports an advisory message from a mandatory policy. The SDK accepts an object as well, which its types do not show. */
export function advise(report: ReportViolation, message: string, urn?: string): void {
    (report as unknown as (advice: object) => void)({ message, urn, enforcementLevel: "advisory" });
}

/** Evaluates each resource of the given types, before it is created or changed. */
export function forType<Props extends object = object>(
    types: readonly string[] | "all",
    evaluate: Evaluate<[props: Partial<Props>, args: ResourceValidationArgs]>,
    onUnknown = denyUnknown,
): ResourceValidation {
    const validation: ResourceValidation & { __pulumiType?: string } = (args, report) => {
        if (types !== "all" && !isTypeMatch(types, args.type))
            args.notApplicable(`It evaluates only ${types.join(", ")}.`);
        catchUnknown<void>(
            () => evaluate(args.props as Partial<Props>, args, report),
            (clause, path) => onUnknown(report, clause, path),
        );
    };
    // With this mark the SDK skips resources of other types before it unpacks them.
    if (types !== "all" && types.length === 1) validation.__pulumiType = types[0];
    return validation;
}

/**
 * The same for values that are known only after other resources exist, but never for cost: an unknown value is reported as
 * deferred. Only a preview has unknown values; in the update the policy runs with all values, before the resource is created.
 */
export const forTypeDeferred = <Props extends object = object>(
    types: readonly string[],
    evaluate: Evaluate<[props: Partial<Props>, args: ResourceValidationArgs]>,
) => forType<Props>(types, evaluate, deferUnknown);

/** Corrects resources of the given types before they are evaluated. A resource with an unknown value is left to the evaluation. */
export const remediateForType =
    <Props extends object>(
        types: readonly string[],
        remediate: (props: Props, args: ResourceValidationArgs) => Props | undefined,
    ): ResourceRemediation =>
    (args) => {
        if (!isTypeMatch(types, args.type)) args.notApplicable(`It corrects only ${types.join(", ")}.`);
        return catchUnknown(
            () => remediate(args.props as Props, args),
            () => undefined,
        );
    };

/** Evaluates each resource of the given types together with its stack; an unknown value in one does not hide another. */
export function forStack(
    types: readonly string[],
    evaluate: Evaluate<[resource: PolicyResource, args: StackValidationArgs]>,
): StackValidation {
    return (args, report) => {
        for (const resource of args.resources.filter(({ type }) => types.includes(type))) {
            const reportOnResource = (message: string) => report(message, resource.urn);
            catchUnknown<void>(
                () => evaluate(resource, args, reportOnResource as ReportViolation),
                (clause) => reportOnResource(`${clause}.`),
            );
        }
    };
}
