import { arnIn, backendNames, type Place } from "../lib/names";
import { serviceStatements } from "./service-rights";

const sse = "s3:x-amz-server-side-encryption";

/** What a bucket of core's is for. */
export type Holding = "state" | "evidence" | "artifacts" | "trail";

/**
 * What nobody does to a bucket of core's. Its default encrypts what is put without a word of it, as Pulumi does; a word
 * that is another than the default's is refused, and so is the right key by another name than its alias.
 * CloudTrail, which alone writes into its bucket, names the key by its ARN, which is not known here, and none for its digests.
 */
export function bucketPolicy(place: Place, holds: Holding, arn: string) {
    const { keyAlias } = backendNames(place);
    const refuses = (Sid: string, Action: string, Resource: string | string[], Condition: object) => ({
        ...{ Sid, Effect: "Deny", Principal: "*", Action, Resource, Condition },
    });
    const defaultOnly = [
        refuses("NoOtherEncryption", "s3:PutObject", `${arn}/*`, {
            Null: { [sse]: "false" },
            StringNotEquals: { [sse]: "aws:kms" },
        }),
        refuses("NoOtherKey", "s3:PutObject", `${arn}/*`, {
            Null: { [`${sse}-aws-kms-key-id`]: "false" },
            StringNotEquals: { [`${sse}-aws-kms-key-id`]: [keyAlias, arnIn(place, "kms", keyAlias)] },
        }),
    ];
    return {
        Version: "2012-10-17",
        Statement: [
            refuses("TlsOnly", "s3:*", [arn, `${arn}/*`], { Bool: { "aws:SecureTransport": "false" } }),
            ...(holds === "trail" ? serviceStatements(place, "bucket", arn) : defaultOnly),
            refuses("NoKeyOfTheirOwn", "s3:PutObject", `${arn}/*`, {
                Null: { [`${sse}-customer-algorithm`]: "false" },
            }),
        ],
    };
}
