import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { Bucket } from "./bucket";
import type { EncryptionKey } from "./encryption-key";

export interface TrailArgs {
    scope: NamingScope;
    /** Encrypts the logs. */
    key: EncryptionKey;
    /** Days after which logs expire. */
    logRetentionDays: number;
}

/**
 * The account's CloudTrail trail: management events of all regions, in its own bucket. Data events and Insights are off, as
 * they are billed per event.
 */
export class Trail extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, { scope, key, logRetentionDays }: TrailArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:Trail", name, {}, opts);
        const logs = new Bucket(
            name,
            {
                scope,
                purpose: "trail",
                key,
                lifecycle: [
                    {
                        id: "expire",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: logRetentionDays },
                        noncurrentVersionExpiration: { noncurrentDays: 7 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                    },
                ],
            },
            { parent: this },
        );
        const trail = new aws.cloudtrail.Trail(
            name,
            {
                name: buildName(scope, "trail"),
                s3BucketName: logs.bucketName,
                kmsKeyId: key.keyArn,
                isMultiRegionTrail: true,
                enableLogFileValidation: true,
            },
            // CloudTrail rejects a bucket whose policy does not allow it to write.
            { parent: this, dependsOn: logs },
        );
        this.arn = trail.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
