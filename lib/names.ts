import { refuse } from "./refusal";

/** The layers, from the bottom up: each may read those before it. */
export const layerNames = ["core", "kafka", "demo"] as const;
export type Layer = (typeof layerNames)[number];

/** What a resource's name contains besides its noun. Two stacks, accounts or regions never share a name. */
export interface NamingScope {
    /** `core`, `kafka` or `demo`. */
    layer: string;
    /** The Pulumi stack: `dev`, `local`, `alice`. */
    stack: string;
    /** The AWS account's id, twelve digits. */
    account: string;
    /** The AWS region, for example `eu-central-1`. */
    region: string;
}

/** The shortest limit of all resources named here: S3 buckets 63, IAM roles and Confluent service accounts 64. */
export const MAX_NAME_LENGTH = 63;

/**
 * Builds the name of a resource. All names come from here, so ARNs are known before the resources exist.
 *
 * @param noun Lower-case letters, digits and hyphens, for example `state`.
 * @returns at most 63 characters
 * @throws Refusal if the stack's name has a hyphen, the name has other characters, or it is too long
 * @example buildName({ layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" }, "state")
 *          // "devmin-core-dev-state-123456789012-eu-central-1"
 */
export function buildName({ layer, stack, account, region }: NamingScope, noun: string): string {
    const name = `devmin-${layer}-${stack}-${noun}-${account}-${region}`;
    if (stack.includes("-")) {
        refuse(
            `the stack name ${stack} has a hyphen: use lower-case letters and digits only. ` +
                "IAM permissions match the beginning of names, and those of stack dev must not match stack dev-2.",
        );
    }
    if (!/^[a-z0-9-]+$/.test(name)) {
        refuse(`the name ${name} has characters that AWS does not allow; use lower-case letters, digits and hyphens.`);
    }
    if (name.length > MAX_NAME_LENGTH) {
        const maxStackLength = MAX_NAME_LENGTH - (name.length - stack.length);
        refuse(
            `the name ${name} has ${name.length} characters, ${MAX_NAME_LENGTH} are allowed; ` +
                `give the stack a name of at most ${maxStackLength} characters (it is "${stack}").`,
        );
    }
    return name;
}

/** What all names of this layer and stack begin with, and no others: `devmin-core-dev-`. */
export const buildNamePrefix = ({ layer, stack }: Pick<NamingScope, "layer" | "stack">) => `devmin-${layer}-${stack}-`;

/** Wildcard pattern that matches all names of this layer and stack, and no others: `devmin-core-dev-*`. */
export const buildNamePattern = (scope: NamingScope) => `${buildNamePrefix(scope)}*`;

/**
 * Builds an ARN.
 *
 * @param service Service prefix, for example `ecs`. For `s3` the ARN has no region and account, for `iam` no region.
 * @param resource All that follows the account, for example `role/NAME`.
 */
export function buildArn(
    { account, region }: Pick<NamingScope, "account" | "region">,
    service: string,
    resource: string,
): string {
    const regionAndAccount = { s3: ":", iam: `:${account}` }[service] ?? `${region}:${account}`;
    return `arn:aws:${service}:${regionAndAccount}:${resource}`;
}

/** Pulumi project of a layer: `devmin-core`. */
export const getProjectName = (layer: string) => `devmin-${layer}`;

/** Pulumi project of the environment summary. */
export const summaryProjectName = "devmin";

/** The summary's earlier name: stack configurations have it, and what was encrypted under it opens under no other. */
export const summaryEncryptionContext = "card";

/** Name of a resource of core, for use outside core. Same rules as {@link buildName}. */
export const buildCoreName = (scope: Omit<NamingScope, "layer">, noun: string) =>
    buildName({ ...scope, layer: "core" }, noun);

/** ARN of the permissions boundary of every role in an environment. */
export const getBoundaryArn = (scope: Omit<NamingScope, "layer">) =>
    buildArn(scope, "iam", `policy/${buildCoreName(scope, "boundary")}`);

/** Roles that core creates for people and pipelines; see core/iam/roles.ts. */
export const roles = ["deploy-kafka", "deploy-demo", "auditor", "preview"] as const;
export type RoleName = (typeof roles)[number];

/** ARN of one of core's roles. AWS Budgets assumes `budget-stop` to attach the over-budget policy to `deploy-demo`. */
export const getRoleArn = (scope: Omit<NamingScope, "layer">, role: RoleName | "budget-stop") =>
    buildArn(scope, "iam", `role/${buildCoreName(scope, role)}`);

/** Names needed before Pulumi runs, for the URLs of state backend and secrets provider. */
export const buildBackendNames = (scope: Omit<NamingScope, "layer">) => ({
    stateBucket: buildCoreName(scope, "state"),
    keyAlias: `alias/${buildCoreName(scope, "key")}`,
});
