/**
 * An error whose whole text is one instruction to the user.
 *
 * Pulumi prints a RunError as its stack, and an ordinary error only after inspecting all it refers to (16 to 26 s on
 * Node 20). The mark is what `pulumi.RunError.isInstance` looks for; carrying it here instead of extending the class
 * keeps `@pulumi/pulumi` out of verbs that only need a name.
 */
export class Refusal extends Error {
    readonly __pulumiRunError = true;

    constructor(message: string) {
        super(message);
        this.name = "Refusal";
        this.stack = message;
    }
}

/** Throws a {@link Refusal}; usable where an expression is expected. */
export function refuse(message: string): never {
    throw new Refusal(message);
}
