import * as pulumi from "@pulumi/pulumi";

export interface TakenArgs {
    /** What it is for people, for example "service account". */
    what: string;
    parent: pulumi.ComponentResource;
    /** The id under which the cloud has it. */
    id: () => Promise<string> | pulumi.Output<string>;
    /** Whether it is protected once it is ours. */
    protect: boolean;
}

/**
 * Tells how to go on when something cannot be made because its name is taken. The provider only says no, and nobody but
 * the user knows whose it is: made by hand, left by a stack whose state is lost, or in use by another one.
 */
export function ifTaken(name: string, { what, parent, id, protect }: TakenArgs): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${what} ${name}`, async ({ type, errors }) => {
        if (!errors.some((error) => /already (in use|exists)/i.test(error))) return false;
        const provider = parent.getProvider(type)?.urn ?? "";
        const [at, under, by] = await resolved(pulumi.all([id(), parent.urn, provider]));
        const command = [
            `pulumi import -C kafka ${type} ${name} ${at}`,
            `--parent 'parent=${under}' --provider 'provider=${by}' --protect=${protect} --generate-code=false`,
        ];
        pulumi.log.error(
            `the ${what} ${name} is there already (${at}), and this stack does not own it. If no other stack does, take it ` +
                `over with: ${command.join(" ")}\nand then: pulumi up -C kafka. Else it needs another name.`,
            parent,
        );
        return false;
    });
}

const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));
