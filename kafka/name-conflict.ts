import * as pulumi from "@pulumi/pulumi";

export interface NameConflictArgs {
    /** Readable type, for example "service account". */
    resourceKind: string;
    parent: pulumi.ComponentResource;
    /** Looks up the import id of the existing resource. */
    findExistingId: () => Promise<string> | pulumi.Output<string>;
    /** Whether the imported resource is protected. */
    protect: boolean;
}

/**
 * Error hook for a create that fails because the name is in use: logs the import command. The provider reports only the
 * conflict, and only the user knows where the existing resource comes from: created by hand, left over from a stack whose
 * state is lost, or in use by another stack.
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
            `the ${resourceKind} ${name} already exists (${existingId}) and is not in this stack's state. If no other stack manages it, ` +
                `import it with: ${command.join(" ")}\nand then run: pulumi up -C kafka. Otherwise give it another name.`,
            parent,
        );
        return false;
    });
}

const toPromise = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
