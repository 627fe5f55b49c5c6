import * as pulumi from "@pulumi/pulumi";

/**
 * Protected, and created after all other resources, so deleted first: a refused destroy has deleted nothing, not even the
 * applications' API keys, which are not protected. Protecting only the resources that hold data is not enough: with
 * `--skip-preview` the engine deletes others before it reaches them.
 */
export class DestroyGuard extends pulumi.ComponentResource {
    constructor(name: string, guarded: pulumi.ComponentResource[]) {
        // The type token is recorded in existing states: renaming it would replace a protected resource.
        super("devmin:kafka:Lives", name, {}, { protect: true, dependsOn: guarded });
        this.registerOutputs({});
    }
}
