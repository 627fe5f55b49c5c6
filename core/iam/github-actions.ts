import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../lib/refusal";
import { githubIssuerUrl } from "./trust-policy";

export interface GitHubActionsArgs {
    /** `adopt` the account's existing OIDC provider for GitHub Actions, or `make` it: an account can have only one. */
    provider: "adopt" | "make";
}

/** The account's OIDC provider for GitHub Actions. The roles' trust policies decide which workflow can assume which role. */
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
    // Other stacks and other users of this account may depend on it by then.
    const retainedOptions = { ...opts, retainOnDelete: true };
    const args = { url: githubIssuerUrl, clientIdLists: ["sts.amazonaws.com"] };
    return new aws.iam.OpenIdConnectProvider(name, args, retainedOptions).arn;
}

async function findExistingProvider(opts: pulumi.InvokeOptions): Promise<string> {
    const provider = await aws.iam
        .getOpenIdConnectProvider({ url: githubIssuerUrl }, opts)
        .catch((error: Error) =>
            refuse(
                `the account has no OIDC provider for GitHub Actions to adopt (${error.message.split("\n")[0]}). ` +
                    "Create one with: pulumi config set -C core githubProvider make",
            ),
        );
    return provider.arn;
}
