import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { type BucketPurpose, buildBucketPolicy } from "./bucket-policy";
import type { EncryptionKey } from "./encryption-key";

export interface BucketArgs {
    scope: NamingScope;
    /** Determines the bucket's name and its tag `devmin:holds`, by which the policy pack evaluates it. */
    purpose: BucketPurpose;
    key: EncryptionKey;
    /** Days for which Object Lock (GOVERNANCE mode) retains every version. @default no Object Lock */
    retentionDays?: number;
    lifecycle: aws.types.input.s3.BucketLifecycleConfigurationRule[];
}

/** A private bucket: versioned, encrypted with the environment's key, no public access, TLS only. Never force-destroyed. */
export class Bucket extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;

    constructor(
        name: string,
        { scope, purpose, key, retentionDays, lifecycle }: BucketArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:core:Bucket", name, {}, opts);
        const childOptions = { parent: this };
        const bucketName = buildName(scope, purpose);
        const arn = `arn:aws:s3:::${bucketName}`;

        const { bucket } = new aws.s3.Bucket(
            name,
            { bucket: bucketName, objectLockEnabled: retentionDays !== undefined, tags: { "devmin:holds": purpose } },
            childOptions,
        );
        const versioning = new aws.s3.BucketVersioning(
            name,
            { bucket, versioningConfiguration: { status: "Enabled" } },
            childOptions,
        );
        new aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            {
                bucket,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: {
                            sseAlgorithm: "aws:kms",
                            kmsMasterKeyId: key.aliasArn,
                        },
                        // CloudTrail's own key requests are free and carry the trail's ARN, which the key policy checks; a bucket key's do not.
                        bucketKeyEnabled: purpose !== "trail",
                    },
                ],
            },
            { parent: this, dependsOn: key.alias },
        );
        const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
            name,
            {
                bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            childOptions,
        );
        new aws.s3.BucketOwnershipControls(
            name,
            { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
            childOptions,
        );
        new aws.s3.BucketPolicy(
            name,
            {
                bucket,
                policy: JSON.stringify(buildBucketPolicy(scope, purpose, arn)),
            },
            // S3 rejects concurrent changes to the two: both affect public access.
            { parent: this, dependsOn: publicAccessBlock },
        );
        new aws.s3.BucketLifecycleConfiguration(
            name,
            { bucket, rules: lifecycle },
            { parent: this, dependsOn: versioning },
        );
        if (retentionDays !== undefined) {
            new aws.s3.BucketObjectLockConfiguration(
                name,
                { bucket, rule: { defaultRetention: { mode: "GOVERNANCE", days: retentionDays } } },
                { parent: this, dependsOn: versioning },
            );
        }
        this.bucketName = bucket;
        this.arn = pulumi.output(arn);
        this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
    }
}
