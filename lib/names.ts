import { refuse } from "./refusal";

/** Where a resource lives. Two stacks, two accounts or two regions never share a name. */
export interface Place {
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
const LONGEST = 63;

/**
 * The one function every name comes from, so ARNs are known before anything exists.
 *
 * @example nameIn({ layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" }, "state")
 *          // "devmin-core-dev-state-123456789012-eu-central-1"
 */
export function nameIn({ layer, stack, account, region }: Place, noun: string): string {
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
    if (name.length > LONGEST) {
        const room = LONGEST - (name.length - stack.length);
        refuse(
            `the name ${name} has ${name.length} characters, ${LONGEST} are allowed; ` +
                `give the stack a name of at most ${room} characters (it is "${stack}").`,
        );
    }
    return name;
}

/** What every name in this place, and no other name, matches: `devmin-core-dev-*`. */
export const namesIn = ({ layer, stack }: Place) => `devmin-${layer}-${stack}-*`;

/** The ARN of something in this place; `resource` is all that follows the account, for example `role/NAME`. */
export function arnIn(
    { account, region }: Pick<Place, "account" | "region">,
    service: string,
    resource: string,
): string {
    const where = { s3: ":", iam: `:${account}` }[service] ?? `${region}:${account}`;
    return `arn:aws:${service}:${where}:${resource}`;
}

/** The Pulumi project of a layer. */
export const projectOf = (layer: string) => `devmin-${layer}`;

/** What core calls something, for whoever stands in another layer or in none. */
export const nameInCore = (place: Omit<Place, "layer">, noun: string) => nameIn({ ...place, layer: "core" }, noun);

/** The ARN of the permissions boundary that every role of an environment carries. */
export const boundaryArnOf = (place: Omit<Place, "layer">) =>
    arnIn(place, "iam", `policy/${nameInCore(place, "boundary")}`);

/** The roles core makes for people and pipelines: who is meant to take each says core/roles.ts. */
export const roles = ["deploy-kafka", "deploy-demo", "auditor", "preview"] as const;
export type RoleName = (typeof roles)[number];

/** The ARN of one of core's roles; under `budget-stop` Budgets denies demo's deployer what costs money. */
export const roleArnOf = (place: Omit<Place, "layer">, role: RoleName | "budget-stop") =>
    arnIn(place, "iam", `role/${nameInCore(place, role)}`);

/** The names that meet before Pulumi runs: what a state backend URL and a secrets provider are made of. */
export const backendNames = (place: Omit<Place, "layer">) => ({
    stateBucket: nameInCore(place, "state"),
    keyAlias: `alias/${nameInCore(place, "key")}`,
});
