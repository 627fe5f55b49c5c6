import * as pulumi from "@pulumi/pulumi";

export interface NameConflictArgs {
    /** What it is for people, for example "service account". */
    resourceKind: string;
    parent: pulumi.ComponentResource;
    /** The id under which the cloud has it. */
    findExistingId: () => Promise<string> | pulumi.Output<string>;
    /** Whether it is protected once it is ours. */
    protect: boolean;
}

/**
 * Tells how to go on when something cannot be made because its name is taken. The provider only says no, and nobody but
 * the user knows whose it is: made by hand, left by a stack whose state is lost, or in use by another one.
 */
export function createNameConflictHook(
    name: string,
    { resourceKind, parent, findExistingId, protect }: NameConflictArgs,
): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${resourceKind} ${name}`, async ({ type, errors }) => {
        if (!errors.some((error) => /already (in use|exists)/i.test(error))) return false;
        const provider = parent.getProvider(type)?.urn ?? "";
        const [existingId, parentUrn, providerUrn] = await toPromise(
            pulumi.all([findExistingId(), parent.urn, provider]),
        );
        const command = [
            `pulumi import -C kafka ${type} ${name} ${existingId}`,
            `--parent 'parent=${parentUrn}' --provider 'provider=${providerUrn}' --protect=${protect} --generate-code=false`,
        ];
        pulumi.log.error(
            `the ${resourceKind} ${name} is there already (${existingId}), and this stack does not own it. If no other stack does, take it ` +
                `over with: ${command.join(" ")}\nand then: pulumi up -C kafka. Else it needs another name.`,
            parent,
        );
        return false;
    });
}

const toPromise = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
