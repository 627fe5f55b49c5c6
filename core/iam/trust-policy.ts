/** A GitHub repository whose workflows may take roles, without a key of their own. */
export interface GitHubRepository {
    /** `owner/name`. */
    name: string;
    /** Where its workflows may deploy from. */
    branch: string;
    /** The account's OIDC provider for GitHub Actions. */
    providerArn: string;
}

/** What a workflow runs for. */
export type WorkflowTrigger = "branch" | "pull request";

const issuerHost = "token.actions.githubusercontent.com";

/** Who may take a role: the principals, and a repository's workflows on one occasion. */
export function buildTrustPolicy(
    principals: readonly string[],
    repository: GitHubRepository | undefined,
    trigger: WorkflowTrigger,
): string {
    const principalsStatement = { Effect: "Allow", Principal: { AWS: principals }, Action: "sts:AssumeRole" };
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [principalsStatement, ...(repository ? [buildWorkflowStatement(repository, trigger)] : [])],
    });
}

/** Exactly this repository and occasion: a pattern here would let in whoever can name a branch. */
function buildWorkflowStatement({ name, branch, providerArn }: GitHubRepository, trigger: WorkflowTrigger) {
    const subjectSuffix = trigger === "branch" ? `ref:refs/heads/${branch}` : "pull_request";
    return {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
            StringEquals: {
                [`${issuerHost}:aud`]: "sts.amazonaws.com",
                [`${issuerHost}:sub`]: `repo:${name}:${subjectSuffix}`,
            },
        },
    };
}

/** Where GitHub Actions says who a workflow is. */
export const githubIssuerUrl = `https://${issuerHost}`;
