import { buildArn, buildBackendNames, type NamingScope } from "../lib/names";
import { buildServiceStatements } from "./iam/service-principals";

const sseHeader = "s3:x-amz-server-side-encryption";

/** What a bucket of core's is for. */
export type BucketPurpose = "state" | "evidence" | "artifacts" | "trail";

/**
 * What nobody does to a bucket of core's. Its default encrypts what is put without a word of it, as Pulumi does; a word
 * that is another than the default's is refused, and so is the right key by another name than its alias.
 * CloudTrail, which alone writes into its bucket, names the key by its ARN, which is not known here, and none for its digests.
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
