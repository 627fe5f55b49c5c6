/** A GitHub repository whose workflows can assume roles by OIDC, without an access key. */
export interface GitHubRepository {
    /** `owner/name`. */
    name: string;
    /** GitHub's number of the repository, and of its owner: unlike names they are never given away again. */
    id: string;
    ownerId: string;
    /** Branch that its workflows can deploy from. */
    branch: string;
    /** ARN of the account's OIDC provider for GitHub Actions. */
    providerArn: string;
}

export type WorkflowTrigger = "branch" | "pull request";

const issuerHost = "token.actions.githubusercontent.com";

/** Trust policy of a role, as JSON: the principals, and the repository's workflows that run for `trigger`. */
export function buildTrustPolicy(
    principals: readonly string[],
    repository: GitHubRepository | undefined,
    trigger: WorkflowTrigger,
): string {
    const principalsStatement = {
        Sid: "AllowPrincipals",
        Effect: "Allow",
        Principal: { AWS: principals },
        Action: "sts:AssumeRole",
    };
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [principalsStatement, ...(repository ? [buildWorkflowStatement(repository, trigger)] : [])],
    });
}

/**
 * Exactly this repository and trigger: with a wildcard, anyone who can create a branch could assume the role. The subject has
 * the ids in it if the repository was created or renamed since mid-2026, or chose that form.
 * Source: GitHub documentation, "Immutable subject claims"; AWS documentation, "Available keys for AWS OIDC federation".
 */
function buildWorkflowStatement(repository: GitHubRepository, trigger: WorkflowTrigger) {
    const { name, id, ownerId, branch, providerArn } = repository;
    const [owner, repositoryName] = name.split("/");
    const subjectSuffix = trigger === "branch" ? `ref:refs/heads/${branch}` : "pull_request";
    return {
        Sid: "AllowGitHubActions",
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
            StringEquals: {
                [`${issuerHost}:aud`]: "sts.amazonaws.com",
                [`${issuerHost}:sub`]: [
                    `repo:${name}:${subjectSuffix}`,
                    `repo:${owner}@${ownerId}/${repositoryName}@${id}:${subjectSuffix}`,
                ],
                [`${issuerHost}:repository_id`]: id,
                [`${issuerHost}:repository_owner_id`]: ownerId,
            },
        },
    };
}

/** OIDC issuer of GitHub Actions. */
export const githubIssuerUrl = `https://${issuerHost}`;
