import type { Statement } from "../../lib/iam-policy";
import { getRoleArn, type NamingScope, type RoleName } from "../../lib/names";

/**
 * Layers whose Pulumi secrets each role can decrypt. Core and the environment summary have no secrets, so every role can read
 * their outputs.
 */
export const decryptableLayers: Record<RoleName, readonly string[]> = {
    "deploy-kafka": ["core", "kafka"],
    "deploy-demo": ["core", "demo"],
    auditor: ["core", "kafka", "demo"],
    preview: ["core", "demo"],
};

/**
 * Key policy statements, one per layer with secrets: whatever their own policies allow, devmin's roles decrypt a layer's secrets
 * only as listed in `decryptableLayers`. Other principals, such as the account's administrators, are not affected.
 */
export function buildLayerSecretDenies(scope: NamingScope): (Statement & { Principal: unknown })[] {
    return ["kafka", "demo"].map((layer) => ({
        Sid: `DenyOtherRoles${layer.charAt(0).toUpperCase()}${layer.slice(1)}Secrets`,
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
