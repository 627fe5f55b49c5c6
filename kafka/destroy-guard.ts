import * as pulumi from "@pulumi/pulumi";

/**
 * Made after all the others, and so unmade first: as it is protected, a refused destroy has deleted nothing, not even the
 * keys of applications, which alone go unasked. Protection of what holds data is not enough: with `--skip-preview` the
 * engine deletes on its way there.
 */
export class DestroyGuard extends pulumi.ComponentResource {
    constructor(name: string, guarded: pulumi.ComponentResource[]) {
        super("devmin:kafka:Lives", name, {}, { protect: true, dependsOn: guarded });
        this.registerOutputs({});
    }
}
