import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../lib/refusal";
import { githubIssuerUrl } from "./trust-policy";

export interface GitHubActionsArgs {
    /** Whether the account has a provider for GitHub Actions already, of somebody else: it has room for one. */
    provider: "adopt" | "make";
}

/** The account's trust in what GitHub Actions says of its workflows; what a workflow may do is the roles' affair. */
export class GitHubActions extends pulumi.ComponentResource {
    readonly providerArn: pulumi.Output<string>;

    constructor(name: string, { provider }: GitHubActionsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:GitHubActions", name, {}, opts);
        const childOptions = { parent: this };
        this.providerArn =
            provider === "make"
                ? createProvider(name, childOptions)
                : pulumi.output(findExistingProvider(childOptions));
        this.registerOutputs({ providerArn: this.providerArn });
    }
}

function createProvider(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
    // Other stacks, and others in this account, may have come to rely on it.
    const retainedOptions = { ...opts, retainOnDelete: true };
    const args = { url: githubIssuerUrl, clientIdLists: ["sts.amazonaws.com"] };
    return new aws.iam.OpenIdConnectProvider(name, args, retainedOptions).arn;
}

async function findExistingProvider(opts: pulumi.InvokeOptions): Promise<string> {
    const provider = await aws.iam
        .getOpenIdConnectProvider({ url: githubIssuerUrl }, opts)
        .catch((error: Error) =>
            refuse(
                `the account has no provider for GitHub Actions to adopt (${error.message.split("\n")[0]}). ` +
                    "Have core make it with: pulumi config set -C core githubProvider make",
            ),
        );
    return provider.arn;
}
