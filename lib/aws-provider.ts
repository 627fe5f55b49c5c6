import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { requiredTagKeys } from "../policy-pack/catalogue/tags";
import type { NamingScope } from "./names";

/**
 * Creates a layer's AWS provider. It refuses credentials of any other account before anything is created, and tags every
 * resource with owner, layer and stack. Layers disable default providers, so no resource bypasses it.
 *
 * @param owner E-mail address for the tag `devmin:owner`.
 * @param region Defaults to the region of the scope.
 */
export function createAwsProvider(
    { layer, stack, account, region: scopeRegion }: NamingScope,
    owner: pulumi.Input<string>,
    region: pulumi.Input<string> = scopeRegion,
): aws.Provider {
    return new aws.Provider("aws", {
        region: region as pulumi.Input<aws.Region>,
        allowedAccountIds: [account],
        defaultTags: {
            tags: { [requiredTagKeys.owner]: owner, [requiredTagKeys.layer]: layer, [requiredTagKeys.stack]: stack },
        },
    });
}
