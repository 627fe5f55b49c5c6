import { runSimulation } from "@cloud-copilot/iam-simulate";
import { roleDefinitions } from "../../core/iam/roles";
import { buildKeyPolicy } from "../../core/key-policy";
import { buildBoundaryStatements, buildDenies, type Deny } from "../../lib/denies";
import { formatPolicyDocument, type Statement } from "../../lib/iam-policy";
import { buildArn, getRoleArn, type NamingScope, type RoleName } from "../../lib/names";
import type { AuthorizationDecision } from "../../local-cloud";

/** Something a role may or may not do. */
export interface IamRequest {
    action: string;
    resource: string;
    context?: Record<string, string | string[]>;
    region?: string;
}

/**
 * How IAM answers a role of core's: from its policy, the boundary it carries and, for the key, the key's own policy.
 * A library asks, not the emulator, so that the two check each other.
 */
export async function evaluateRole(
    scope: NamingScope,
    role: RoleName,
    request: IamRequest,
    keyArn: string,
): Promise<string> {
    return evaluate(scope, getRoleArn(scope, role), roleDefinitions[role].buildPermissions(scope, keyArn), request);
}

/** What else decides. */
interface EvaluationOptions {
    /** Whether a condition key the action does not know is a mistake. @default true */
    strict?: boolean;
    /** The policy of what is asked for. @default the key's for the key, none else */
    resourcePolicy?: object;
    /** What the boundary denies. @default all of the table */
    rows?: readonly Deny[];
}

/** How IAM would have answered a call that the emulator allowed; or would have, had the role had more statements. */
export async function evaluateCall(
    scope: NamingScope,
    role: RoleName,
    call: AuthorizationDecision,
    extraStatements: readonly Statement[] = [],
): Promise<string> {
    if (call.action === "sts:GetCallerIdentity") return "Allowed"; // nobody is refused this
    const keyArn = call.action.startsWith("kms:") ? call.resource : buildArn(scope, "kms", "key/none");
    // Fewer keys than the request brought can only make a deployer look weaker: all it is allowed, it is by what counts.
    const statements = [...roleDefinitions[role].buildPermissions(scope, keyArn), ...extraStatements];
    return evaluate(scope, getRoleArn(scope, role), statements, call, { strict: false });
}

/** How IAM answers a role that carries the boundary, whatever its own policy says. */
export async function evaluate(
    scope: NamingScope,
    principal: string,
    statements: Statement[],
    { action, resource, region = scope.region, context = {} }: IamRequest,
    {
        strict = true,
        rows = buildDenies(scope),
        resourcePolicy = action.startsWith("kms:") ? buildKeyPolicy(scope) : undefined,
    }: EvaluationOptions = {},
): Promise<string> {
    const result = await runSimulation(
        replaceUnknownKeys({
            request: {
                principal,
                action,
                resource: { resource, accountId: scope.account },
                contextVariables: { "aws:RequestedRegion": region, "aws:PrincipalArn": principal, ...context },
            },
            identityPolicies: [{ name: "permissions", policy: JSON.parse(formatPolicyDocument(statements)) }],
            permissionBoundaryPolicies: [
                { name: "boundary", policy: JSON.parse(formatPolicyDocument(buildBoundaryStatements(rows))) },
            ],
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
const replaceUnknownKeys = <T>(simulation: T): T =>
    JSON.parse(JSON.stringify(simulation).replaceAll("kms:EncryptionContext:layer", "kms:RequestAlias"));
