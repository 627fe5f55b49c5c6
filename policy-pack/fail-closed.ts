import {
    type PolicyResource,
    type ReportViolation,
    type ResourceValidation,
    type ResourceValidationArgs,
    type StackValidation,
    type StackValidationArgs,
    UnknownValueError,
} from "@pulumi/policy";

/**
 * The SDK turns a mandatory policy that touches an unknown value into an advisory warning, and the preview passes.
 * Whatever judges here runs inside `closed`: an unknown is answered with a clause that names it, never with silence.
 */
export function closed<T>(judge: () => T, onUnknown: (clause: string) => T): T {
    try {
        return judge();
    } catch (error) {
        if (!(error instanceof UnknownValueError)) throw error;
        const { props } = error as Error & { props: readonly PropertyKey[] };
        return onUnknown(
            `${props.map(String).join(".")} is unknown in preview: ` +
                "make it a literal, a configuration value or a name built from those, not another resource's output",
        );
    }
}

/** `undefined`, not `void`: an asynchronous judge would throw past `closed`. */
type Judge<Subject extends unknown[]> = (...subject: [...Subject, report: ReportViolation]) => undefined;

/** Judges, before it is created or changed, each resource of the given types; of every type where none is given. */
export function forType<Props extends object = object>(
    types: readonly string[] | "all",
    judge: Judge<[props: Partial<Props>, args: ResourceValidationArgs]>,
): ResourceValidation {
    const validation: ResourceValidation & { __pulumiType?: string } = (args, report) => {
        if (types !== "all" && !types.includes(args.type)) args.notApplicable(`It judges only ${types.join(", ")}.`);
        closed<void>(
            () => judge(args.props as Partial<Props>, args, report),
            (clause) => report(`${clause}.`),
        );
    };
    // The SDK skips a policy with one type before it unpacks a resource of another.
    if (types.length === 1) validation.__pulumiType = types[0];
    return validation;
}

/** Judges each resource of the given types together with the rest of its stack; an unknown in one hides no other. */
export function forStack(
    types: readonly string[],
    judge: Judge<[resource: PolicyResource, args: StackValidationArgs]>,
): StackValidation {
    return (args, report) => {
        for (const resource of args.resources.filter(({ type }) => types.includes(type))) {
            const reportIt = (message: string) => report(message, resource.urn);
            closed<void>(
                () => judge(resource, args, reportIt),
                (clause) => reportIt(`${clause}.`),
            );
        }
    };
}
