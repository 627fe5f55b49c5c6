import { runSimulation } from "@cloud-copilot/iam-simulate";
import { roleDefinitions } from "../../core/iam/roles";
import { buildKeyPolicy } from "../../core/key-policy";
import { buildBoundaryStatements, buildDenies, type Deny } from "../../lib/denies";
import { formatPolicyDocument, type Statement } from "../../lib/iam-policy";
import { buildArn, getRoleArn, type NamingScope, type RoleName } from "../../lib/names";
import type { AuthorizationDecision } from "../../local-cloud";

/** A call whose authorization is evaluated. */
export interface IamRequest {
    action: string;
    resource: string;
    context?: Record<string, string | string[]>;
    region?: string;
}

/**
 * Evaluates a request of one of core's roles by its policy, the boundary and, for the key, the key policy. Uses a library, not
 * the local cloud's emulator, so that the two check each other.
 */
export async function evaluateRole(
    scope: NamingScope,
    role: RoleName,
    request: IamRequest,
    keyArn: string,
): Promise<string> {
    return evaluate(scope, getRoleArn(scope, role), roleDefinitions[role].buildPermissions(scope, keyArn), request);
}

interface EvaluationOptions {
    /** Whether a condition key that the action does not support is an error. @default true */
    strict?: boolean;
    /** Policy of the requested resource. @default the key policy for KMS actions, otherwise none */
    resourcePolicy?: object;
    /** Denies in the boundary. @default all */
    rows?: readonly Deny[];
}

/** Evaluates a call that the emulator allowed, optionally with additional statements in the role's policy. */
export async function evaluateCall(
    scope: NamingScope,
    role: RoleName,
    call: AuthorizationDecision,
    extraStatements: readonly Statement[] = [],
): Promise<string> {
    if (call.action === "sts:GetCallerIdentity") return "Allowed"; // always allowed
    const keyArn = call.action.startsWith("kms:") ? call.resource : buildArn(scope, "kms", "key/none");
    // Ignoring unsupported condition keys can only turn an allow into a deny, so every "Allowed" is valid.
    const statements = [...roleDefinitions[role].buildPermissions(scope, keyArn), ...extraStatements];
    return evaluate(scope, getRoleArn(scope, role), statements, call, { strict: false });
}

/** Evaluates a request of a principal with the boundary and the given statements. */
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
    // With an ignored condition key every "cannot" test would pass.
    const ignored = result.resultType === "single" ? (result.result.ignoredContextKeys ?? []) : [];
    if (strict && ignored.length > 0)
        throw new Error(`${action} on ${resource} has no condition key ${ignored.join(", ")}`);
    return result.overallResult;
}

/** Of condition keys with variable names the library supports only tags, so an unused key replaces the encryption context. */
const replaceUnknownKeys = <T>(simulation: T): T =>
    JSON.parse(JSON.stringify(simulation).replaceAll("kms:EncryptionContext:layer", "kms:RequestAlias"));
