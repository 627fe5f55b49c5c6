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
export function arnIn({ account, region }: Place, service: string, resource: string): string {
    const where = { s3: ":", iam: `:${account}` }[service] ?? `${region}:${account}`;
    return `arn:aws:${service}:${where}:${resource}`;
}

/** The Pulumi project of a layer. */
export const projectOf = (layer: string) => `devmin-${layer}`;

/** The ARN of the permissions boundary that every role of an environment carries. */
export const boundaryArnOf = (place: Place) =>
    arnIn(place, "iam", `policy/${nameIn({ ...place, layer: "core" }, "boundary")}`);

/** The roles core makes for people and pipelines: who is meant to take each says core/roles.ts. */
export const roles = ["deploy-kafka", "deploy-demo", "auditor", "preview"] as const;
export type RoleName = (typeof roles)[number];

/** The ARN of one of core's roles. */
export const roleArnOf = (place: Omit<Place, "layer">, role: RoleName) => {
    const core = { ...place, layer: "core" };
    return arnIn(core, "iam", `role/${nameIn(core, role)}`);
};

/** The ARN of the role under which Budgets denies demo's deployer what costs money. */
export const budgetStopRoleArnOf = (place: Omit<Place, "layer">) => {
    const core = { ...place, layer: "core" };
    return arnIn(core, "iam", `role/${nameIn(core, "budget-stop")}`);
};

/** The names that meet before Pulumi runs: what a state backend URL and a secrets provider are made of. */
export function backendNames(place: Omit<Place, "layer">) {
    const core = { ...place, layer: "core" };
    return { stateBucket: nameIn(core, "state"), keyAlias: `alias/${nameIn(core, "key")}` };
}
