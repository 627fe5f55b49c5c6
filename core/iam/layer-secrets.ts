import type { Statement } from "../../lib/iam-policy";
import { getRoleArn, type NamingScope, type RoleName } from "../../lib/names";

/** Whose Pulumi secrets each role opens. Core has none, so everybody may read its outputs; the card has none either. */
export const decryptableLayers: Record<RoleName, readonly string[]> = {
    "deploy-kafka": ["core", "kafka"],
    "deploy-demo": ["core", "demo"],
    auditor: ["core", "kafka", "demo"],
    preview: ["core", "demo"],
};

/**
 * The key's own word on it, layer by layer: whatever a policy of theirs says, roles devmin makes open the secrets of a layer
 * only as the table has it. Who is no role of devmin's, the account's administrators, is none of its business.
 */
export function buildLayerSecretDenies(scope: NamingScope): (Statement & { Principal: unknown })[] {
    return ["kafka", "demo"].map((layer) => ({
        Sid: `SecretsOf${layer.charAt(0).toUpperCase()}${layer.slice(1)}`,
        Effect: "Deny",
        Principal: "*",
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: {
            StringEquals: { "kms:EncryptionContext:layer": layer },
            ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${scope.account}:role/devmin-*` },
            ArnNotEquals: {
                "aws:PrincipalArn": (Object.keys(decryptableLayers) as RoleName[])
                    .filter((role) => decryptableLayers[role].includes(layer))
                    .map((role) => getRoleArn(scope, role)),
            },
        },
    }));
}
