import { refuse } from "./refusal";

/** Where a resource lives. Two stacks, two accounts or two regions never share a name. */
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

/** The shortest limit among what we name: S3 buckets 63, IAM roles 64. */
const MAX_NAME_LENGTH = 63;

/**
 * The one function every name comes from, so ARNs are known before anything exists.
 *
 * @example nameIn({ layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" }, "state")
 *          // "devmin-core-dev-state-123456789012-eu-central-1"
 */
export function buildName({ layer, stack, account, region }: NamingScope, noun: string): string {
    const name = `devmin-${layer}-${stack}-${noun}-${account}-${region}`;
    if (stack.includes("-")) {
        refuse(
            `the stack's name ${stack} has a hyphen: give it another one, of lower-case letters and digits alone. ` +
                "Rights are given by how a name begins, and those of dev must not reach into dev-2.",
        );
    }
    if (!/^[a-z0-9-]+$/.test(name)) {
        refuse(`the name ${name} has characters AWS does not take; use lower-case letters, digits and hyphens.`);
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

/** What every name in this place, and no other name, matches: `devmin-core-dev-*`. */
export const buildNamePattern = ({ layer, stack }: NamingScope) => `devmin-${layer}-${stack}-*`;

/** The ARN of something in this place; `resource` is all that follows the account, for example `role/NAME`. */
export function buildArn(
    { account, region }: Pick<NamingScope, "account" | "region">,
    service: string,
    resource: string,
): string {
    const regionAndAccount = { s3: ":", iam: `:${account}` }[service] ?? `${region}:${account}`;
    return `arn:aws:${service}:${regionAndAccount}:${resource}`;
}

/** The Pulumi project of a layer. */
export const getProjectName = (layer: string) => `devmin-${layer}`;

/** What core calls something, for whoever stands in another layer or in none. */
export const buildCoreName = (scope: Omit<NamingScope, "layer">, noun: string) =>
    buildName({ ...scope, layer: "core" }, noun);

/** The ARN of the permissions boundary that every role of an environment carries. */
export const getBoundaryArn = (scope: Omit<NamingScope, "layer">) =>
    buildArn(scope, "iam", `policy/${buildCoreName(scope, "boundary")}`);

/** The roles core makes for people and pipelines: who is meant to take each says core/iam/roles.ts. */
export const roles = ["deploy-kafka", "deploy-demo", "auditor", "preview"] as const;
export type RoleName = (typeof roles)[number];

/** The ARN of one of core's roles; under `budget-stop` Budgets denies demo's deployer what costs money. */
export const getRoleArn = (scope: Omit<NamingScope, "layer">, role: RoleName | "budget-stop") =>
    buildArn(scope, "iam", `role/${buildCoreName(scope, role)}`);

/** The names that meet before Pulumi runs: what a state backend URL and a secrets provider are made of. */
export const buildBackendNames = (scope: Omit<NamingScope, "layer">) => ({
    stateBucket: buildCoreName(scope, "state"),
    keyAlias: `alias/${buildCoreName(scope, "key")}`,
});
