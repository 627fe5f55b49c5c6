import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../lib/refusal";
import { gitHubIssuer } from "./trust";

export interface GitHubActionsArgs {
    /** Whether the account has a provider for GitHub Actions already, of somebody else: it has room for one. */
    provider: "adopt" | "make";
}

/** The account's trust in what GitHub Actions says of its workflows; what a workflow may do is the roles' affair. */
export class GitHubActions extends pulumi.ComponentResource {
    readonly providerArn: pulumi.Output<string>;

    constructor(name: string, { provider }: GitHubActionsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:GitHubActions", name, {}, opts);
        const parent = { parent: this };
        this.providerArn = provider === "make" ? made(name, parent) : pulumi.output(adopted(parent));
        this.registerOutputs({ providerArn: this.providerArn });
    }
}

function made(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
    // Other stacks, and others in this account, may have come to rely on it.
    const shared = { ...opts, retainOnDelete: true };
    const args = { url: gitHubIssuer, clientIdLists: ["sts.amazonaws.com"] };
    return new aws.iam.OpenIdConnectProvider(name, args, shared).arn;
}

async function adopted(opts: pulumi.InvokeOptions): Promise<string> {
    const found = await aws.iam
        .getOpenIdConnectProvider({ url: gitHubIssuer }, opts)
        .catch((error: Error) =>
            refuse(
                `the account has no provider for GitHub Actions to adopt (${error.message.split("\n")[0]}). ` +
                    "Have core make it with: pulumi config set -C core githubProvider make",
            ),
        );
    return found.arn;
}
