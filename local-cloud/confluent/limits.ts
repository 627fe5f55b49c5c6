import { ApiError } from "./request";

/**
 * Default service quotas of Confluent Cloud, as far as the local cloud can reach them; each can be raised by Confluent.
 * Source: https://docs.confluent.io/cloud/current/quotas/service-quotas.html, and what `confluent service-quota list` answers.
 */
const quotas = {
    /** iam.max_environments.per_org */
    environments: { limit: 25, scope: "organization", noun: "environments" },
    /** iam.max_service_accounts.per_org */
    serviceAccounts: { limit: 1_000, scope: "organization", noun: "service accounts" },
    /** iam.max_cluster_api_keys.per_service_account */
    clusterApiKeys: { limit: 100, scope: "service account", noun: "api-keys" },
    /** iam.max_cloud_api_keys.per_service_account */
    cloudApiKeys: { limit: 100, scope: "service account", noun: "api-keys" },
    /** iam.max_rbac_role_bindings.per_cluster */
    roleBindings: { limit: 5_000, scope: "cluster", noun: "role bindings" },
};

/** Throws 402, as Confluent Cloud does for a quota (https://github.com/confluentinc/terraform-provider-confluentcloud/issues/48). */
export function assertWithinQuota(name: keyof typeof quotas, existing: number): void {
    const { limit, scope, noun } = quotas[name];
    if (existing >= limit) throw new ApiError(402, `Your ${scope} is currently limited to ${limit} ${noun}`);
}

/**
 * Largest lengths of a service account's fields. Sources: terraform-provider-confluent, docs/resources/confluent_service_account.md;
 * confluentinc/cli, internal/iam/command_service_account_create.go.
 */
const serviceAccountLengths = { display_name: 64, description: 128 };

export function assertServiceAccountField(field: keyof typeof serviceAccountLengths, value: string): void {
    const max = serviceAccountLengths[field];
    if (value.length > max)
        throw new ApiError(
            400,
            `${field} has ${value.length} characters; a service account's may have at most ${max}.`,
        );
}

/** Source: terraform-provider-confluent, docs/resources/confluent_environment.md. */
export function assertEnvironmentName(name: string): void {
    if (!/^[a-z\d](.*[a-z\d])?$/i.test(name))
        throw new ApiError(
            400,
            `display_name is ${JSON.stringify(name)}; it must start and end with a letter or a digit.`,
        );
}

/** The packages of Stream Governance. Source: ccloud-sdk-go-v2, org/v2/api/openapi.yaml, org.v2.StreamGovernanceConfig. */
const streamGovernancePackages = ["ESSENTIALS", "ADVANCED"];

export function assertStreamGovernancePackage(name: string): void {
    if (!streamGovernancePackages.includes(name)) {
        throw new ApiError(
            400,
            `stream_governance_config.package is ${name}; it must be one of ${streamGovernancePackages.join(", ")}.`,
        );
    }
}
