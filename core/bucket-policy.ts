import { buildArn, buildBackendNames, getRoleArn, type NamingScope } from "../lib/names";
import { buildServiceStatements } from "./iam/service-principals";

const sseHeader = "s3:x-amz-server-side-encryption";

export type BucketPurpose = "state" | "evidence" | "artifacts" | "trail";

/**
 * Bucket policy of a core bucket: TLS only, and no encryption but the bucket's default. Requests without encryption headers
 * (Pulumi sends none) get the default; headers that name another algorithm, or the key by anything but its alias, are denied.
 * The trail bucket has no encryption denies: CloudTrail names the key by its ARN, which is not known here, and sends no key
 * for digest files. In the evidence bucket nobody, administrators included, overwrites an object, and only the auditor adds
 * entries to the audit log. Source: "Enforce conditional writes" in the Amazon S3 User Guide.
 */
export function buildBucketPolicy(scope: NamingScope, purpose: BucketPurpose, arn: string) {
    const { keyAlias } = buildBackendNames(scope);
    const buildDenyStatement = (Sid: string, Action: string, Resource: string | string[], Condition: object) => ({
        ...{ Sid, Effect: "Deny", Principal: "*", Action, Resource, Condition },
    });
    const defaultEncryptionOnly = [
        buildDenyStatement("DenyOtherEncryption", "s3:PutObject", `${arn}/*`, {
            Null: { [sseHeader]: "false" },
            StringNotEquals: { [sseHeader]: "aws:kms" },
        }),
        buildDenyStatement("DenyOtherKmsKeys", "s3:PutObject", `${arn}/*`, {
            Null: { [`${sseHeader}-aws-kms-key-id`]: "false" },
            StringNotEquals: { [`${sseHeader}-aws-kms-key-id`]: [keyAlias, buildArn(scope, "kms", keyAlias)] },
        }),
    ];
    const writtenOnce = [
        buildDenyStatement("DenyOverwriting", "s3:PutObject", `${arn}/*`, { Null: { "s3:if-none-match": "true" } }),
        buildDenyStatement("DenyOtherAuditLogWriters", "s3:PutObject", `${arn}/chain/*`, {
            ArnNotEquals: { "aws:PrincipalArn": getRoleArn(scope, "auditor") },
        }),
    ];
    return {
        Version: "2012-10-17",
        Statement: [
            buildDenyStatement("DenyInsecureTransport", "s3:*", [arn, `${arn}/*`], {
                Bool: { "aws:SecureTransport": "false" },
            }),
            ...(purpose === "trail" ? buildServiceStatements(scope, "bucket", arn) : defaultEncryptionOnly),
            ...(purpose === "evidence" ? writtenOnce : []),
            buildDenyStatement("DenyCustomerProvidedKeys", "s3:PutObject", `${arn}/*`, {
                Null: { [`${sseHeader}-customer-algorithm`]: "false" },
            }),
        ],
    };
}
