import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { requiredTagKeys } from "../policy-pack/catalogue/tags";
import type { NamingScope } from "./names";

/**
 * The AWS provider of a layer: pinned to its account and region, so credentials of another account are refused before
 * anything is made, and tagging all it makes; `owner` is whom to ask about that. Layers switch default providers off, so
 * nothing gets around it.
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
