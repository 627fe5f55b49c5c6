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
 * The SDK turns a mandatory policy that touches an unknown value into an advisory warning, and the preview passes.
 * Whatever judges here runs inside `closed`: an unknown is answered with a clause that names it, never with silence.
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

/** `undefined`, not `void`: an asynchronous judge would throw past `closed`. */
type Evaluate<Subject extends unknown[]> = (...subject: [...Subject, report: ReportViolation]) => undefined;

/** What becomes of an unknown value: it is reported as a violation, or as deferred. */
type UnknownHandler = (report: ReportViolation, clause: string, path: string) => void;
const denyUnknown: UnknownHandler = (report, clause) => report(`${clause}.`);
const deferUnknown: UnknownHandler = (report, _clause, path) =>
    advise(report, `deferred: ${path} is unknown until other resources exist, and is evaluated in the update.`);

/** Prints a line and denies nothing. The SDK takes an object as well, which its types do not say. */
export function advise(report: ReportViolation, message: string, urn?: string): void {
    (report as unknown as (advice: object) => void)({ message, urn, enforcementLevel: "advisory" });
}

/** Judges, before it is created or changed, each resource of the given types; of every type where none is given. */
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
    // The SDK skips a policy with one type before it unpacks a resource of another.
    if (types !== "all" && types.length === 1) validation.__pulumiType = types[0];
    return validation;
}

/**
 * The same for what can only be known once other resources are there, and never for what costs money: an unknown is listed
 * as deferred. Only a preview has any; in the update the policy runs with all values, before the resource is made.
 */
export const forTypeDeferred = <Props extends object = object>(
    types: readonly string[],
    evaluate: Evaluate<[props: Partial<Props>, args: ResourceValidationArgs]>,
) => forType<Props>(types, evaluate, deferUnknown);

/** Mends resources of the given types before they are judged; what is unknown stays as it is, for the judge to name. */
export const remediateForType =
    <Props extends object>(
        types: readonly string[],
        remediate: (props: Props, args: ResourceValidationArgs) => Props | undefined,
    ): ResourceRemediation =>
    (args) => {
        if (!isTypeMatch(types, args.type)) args.notApplicable(`It repairs only ${types.join(", ")}.`);
        return catchUnknown(
            () => remediate(args.props as Props, args),
            () => undefined,
        );
    };

/** Judges each resource of the given types together with the rest of its stack; an unknown in one hides no other. */
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
