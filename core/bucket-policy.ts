import { buildArn, buildBackendNames, type NamingScope } from "../lib/names";
import { buildServiceStatements } from "./iam/service-principals";

const sseHeader = "s3:x-amz-server-side-encryption";

export type BucketPurpose = "state" | "evidence" | "artifacts" | "trail";

/**
 * Bucket policy of a core bucket: TLS only, and no encryption but the bucket's default. Requests without encryption headers
 * (Pulumi sends none) get the default; headers that name another algorithm, or the key by anything but its alias, are denied.
 * The trail bucket has no encryption denies: CloudTrail names the key by its ARN, which is not known here, and sends no key
 * for digest files.
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
    return {
        Version: "2012-10-17",
        Statement: [
            buildDenyStatement("DenyInsecureTransport", "s3:*", [arn, `${arn}/*`], {
                Bool: { "aws:SecureTransport": "false" },
            }),
            ...(purpose === "trail" ? buildServiceStatements(scope, "bucket", arn) : defaultEncryptionOnly),
            buildDenyStatement("DenyCustomerProvidedKeys", "s3:PutObject", `${arn}/*`, {
                Null: { [`${sseHeader}-customer-algorithm`]: "false" },
            }),
        ],
    };
}
