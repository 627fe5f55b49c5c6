import type { StackValidationPolicy } from "@pulumi/policy";

/** The names of policies before 0.1.0, and what they are called now. */
export const renamedPolicies: Readonly<Record<string, string>> = {
    "administrator-attachments": "no-administrator-policies",
    "confluent-clusters": "confluent-basic-clusters-only",
    "confluent-compute": "confluent-compute-limits",
    "confluent-networking": "no-confluent-private-networking",
    "confluent-topics": "confluent-topic-limits",
    databases: "database-limits",
    "durable-keys": "durable-kms-keys",
    "ecs-tasks": "ecs-task-limits",
    "escape-hatches": "no-opaque-resources",
    "exposed-resources": "no-public-resources",
    "few-of-each": "max-resources-per-type",
    fleets: "no-compute-fleets",
    "iam-policies": "no-broad-iam-permissions",
    "in-their-layer": "layer-placement",
    "kept-warm": "no-provisioned-concurrency",
    "keys-and-secrets": "single-region-keys-and-secrets",
    "leased-services": "demo-services-require-lease",
    "load-balancers": "no-load-balancers",
    "logins-in-clear": "no-plaintext-credentials",
    "long-lived-identities": "no-iam-users-or-keys",
    machines: "ec2-instance-types",
    "nat-gateways": "no-nat-gateways",
    "nothing-protected-in-demo": "demo-is-unprotected",
    observability: "observability-limits",
    "open-to-everybody": "no-public-principals",
    "plain-secrets": "no-plaintext-secrets-in-env",
    platforms: "no-managed-platforms",
    "priced-or-free": "require-known-price",
    "private-networking": "no-hourly-networking",
    "protected-where-it-lives": "protect-persistent-layers",
    "roles-within-the-boundary": "roles-require-boundary",
    "security-groups": "no-public-ingress",
    "security-services": "no-paid-security-services",
    "stack-cost": "max-stack-cost",
    storage: "storage-limits",
    streams: "no-aws-brokers-or-streams",
    "waivers-hold": "valid-waivers",
};

/** The version that no longer knows the old names. */
const removedIn = "0.2.0";

/** The current name of a policy that a waiver or setting names. */
export const resolvePolicyName = (name: string): string =>
    Object.hasOwn(renamedPolicies, name) ? (renamedPolicies[name] as string) : name;

/** What to do about an old name in a file. */
export const formatRenamedPolicy = (oldName: string, file: string): string =>
    `policy "${oldName}" is now called "${resolvePolicyName(oldName)}": change it in ${file}; the old name stops working in ${removedIn}`;

/**
 * Settings by policy, with old names replaced; `oldNames` lists the ones found. Throws where a policy is named by its old and
 * its new name, as only one of them can apply.
 */
export function replaceOldPolicyNames(
    settings: Readonly<Record<string, unknown>>,
    file: string,
): { settings: Record<string, unknown>; oldNames: string[] } {
    const oldNames = Object.keys(settings).filter((name) => Object.hasOwn(renamedPolicies, name));
    const duplicate = oldNames.find((name) => resolvePolicyName(name) in settings);
    if (duplicate) {
        throw new Error(
            `${file} has settings of "${duplicate}" and of "${resolvePolicyName(duplicate)}", which is the same policy: remove "${duplicate}".`,
        );
    }
    const renamed = Object.entries(settings).map(([name, each]) => [resolvePolicyName(name), each]);
    return { settings: Object.fromEntries(renamed), oldNames };
}

/**
 * A policy for each old name, which denies settings under that name. Without it Pulumi rejects such settings with `invalid
 * enforcement level ""`, or, where they have an `enforcementLevel`, ignores them, so that a stricter limit would be lost. The
 * settings cannot be applied: Pulumi hands each policy its own only.
 */
export const createRenamedPolicies = (): StackValidationPolicy[] =>
    Object.entries(renamedPolicies).map(([name, newName]) => ({
        name,
        description: `Settings of ${newName} must not be under its old name.`,
        enforcementLevel: "mandatory",
        tags: ["policy-pack"],
        validateStack({ getConfig }, report) {
            if (Object.keys(getConfig()).length === 0) return;
            report(
                `policy "${name}" is now called "${newName}": change it in the file of --policy-pack-config; its settings are not applied.`,
            );
        },
    }));
