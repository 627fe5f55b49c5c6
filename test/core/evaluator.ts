import { runSimulation } from "@cloud-copilot/iam-simulate";
import { keyPolicy } from "../../core/key-policy";
import { kinds } from "../../core/roles";
import { boundaryOf, type Deny, denies } from "../../lib/denies";
import { arnIn, type Place, type RoleName, roleArnOf } from "../../lib/names";
import { policyOf, type Statement } from "../../lib/policy";
import type { AskedCall } from "../../sandbox";

/** Something a role may or may not do. */
export interface Question {
    action: string;
    resource: string;
    context?: Record<string, string | string[]>;
    region?: string;
}

/**
 * How IAM answers a role of core's: from its policy, the boundary it carries and, for the key, the key's own policy.
 * A library asks, not the emulator, so that the two check each other.
 */
export async function answerTo(place: Place, role: RoleName, question: Question, keyArn: string): Promise<string> {
    return evaluate(place, roleArnOf(place, role), kinds[role].rights(place, keyArn), question);
}

/** What else decides. */
interface Circumstances {
    /** Whether a condition key the action does not know is a mistake. @default true */
    strict?: boolean;
    /** The policy of what is asked for. @default the key's for the key, none else */
    resourcePolicy?: object;
    /** What the boundary denies. @default all of the table */
    rows?: readonly Deny[];
}

/** How IAM would have answered a call that the emulator allowed; or would have, had the role had more statements. */
export async function answerToCall(
    place: Place,
    role: RoleName,
    call: AskedCall,
    more: readonly Statement[] = [],
): Promise<string> {
    if (call.action === "sts:GetCallerIdentity") return "Allowed"; // nobody is refused this
    const keyArn = call.action.startsWith("kms:") ? call.resource : arnIn(place, "kms", "key/none");
    // Fewer keys than the request brought can only make a deployer look weaker: all it is allowed, it is by what counts.
    const rights = [...kinds[role].rights(place, keyArn), ...more];
    return evaluate(place, roleArnOf(place, role), rights, call, { strict: false });
}

/** How IAM answers a role that carries the boundary, whatever its own policy says. */
export async function evaluate(
    place: Place,
    principal: string,
    rights: Statement[],
    { action, resource, region = place.region, context = {} }: Question,
    {
        strict = true,
        rows = denies(place),
        resourcePolicy = action.startsWith("kms:") ? keyPolicy(place) : undefined,
    }: Circumstances = {},
): Promise<string> {
    const result = await runSimulation(
        known({
            request: {
                principal,
                action,
                resource: { resource, accountId: place.account },
                contextVariables: { "aws:RequestedRegion": region, "aws:PrincipalArn": principal, ...context },
            },
            identityPolicies: [{ name: "needs", policy: JSON.parse(policyOf(rights)) }],
            permissionBoundaryPolicies: [{ name: "boundary", policy: JSON.parse(policyOf(boundaryOf(rows))) }],
            ...(resourcePolicy && { resourcePolicy }),
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        }),
        {},
    );
    if (result.resultType === "error") throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
    // A key it leaves out of account would make every "cannot" hold.
    const ignored = result.resultType === "single" ? (result.result.ignoredContextKeys ?? []) : [];
    if (strict && ignored.length > 0)
        throw new Error(`${action} on ${resource} has no condition key ${ignored.join(", ")}`);
    return result.overallResult;
}

/** Of the keys whose names are open the library knows tags alone, so one that no policy of ours uses stands in. */
const known = <T>(simulation: T): T =>
    JSON.parse(JSON.stringify(simulation).replaceAll("kms:EncryptionContext:layer", "kms:RequestAlias"));
