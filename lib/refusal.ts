/**
 * An error whose message is an instruction to the user; printed without a stack trace.
 *
 * Pulumi prints only the stack of a RunError, but first inspects everything that an ordinary error refers to (16 to 26 s on
 * Node 20). `pulumi.RunError.isInstance` checks for the marker property; setting it here, instead of extending the class, keeps
 * `@pulumi/pulumi` out of commands that do not need it.
 */
export class Refusal extends Error {
    readonly __pulumiRunError = true;

    constructor(message: string) {
        super(message);
        this.name = "Refusal";
        this.stack = message;
    }
}

/** Throws a {@link Refusal}; can be used as an expression. */
export function refuse(message: string): never {
    throw new Refusal(message);
}
