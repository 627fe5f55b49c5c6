/** A GitHub repository whose workflows may take roles, without a key of their own. */
export interface Repository {
    /** `owner/name`. */
    name: string;
    /** Where its workflows may deploy from. */
    branch: string;
    /** The account's OIDC provider for GitHub Actions. */
    providerArn: string;
}

/** What a workflow runs for. */
export type Occasion = "branch" | "pull request";

const issuer = "token.actions.githubusercontent.com";

/** Who may take a role: the principals, and a repository's workflows on one occasion. */
export function trustOf(principals: readonly string[], repository: Repository | undefined, occasion: Occasion): string {
    const people = { Effect: "Allow", Principal: { AWS: principals }, Action: "sts:AssumeRole" };
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [people, ...(repository ? [workflowsOf(repository, occasion)] : [])],
    });
}

/** Exactly this repository and occasion: a pattern here would let in whoever can name a branch. */
function workflowsOf({ name, branch, providerArn }: Repository, occasion: Occasion) {
    const ref = occasion === "branch" ? `ref:refs/heads/${branch}` : "pull_request";
    return {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
            StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: `repo:${name}:${ref}` },
        },
    };
}

/** Where GitHub Actions says who a workflow is. */
export const gitHubIssuer = `https://${issuer}`;
