import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { Bucket } from "./bucket";
import type { EncryptionKey } from "./encryption-key";

export interface TrailArgs {
    scope: NamingScope;
    /** Logs are encrypted under it. */
    key: EncryptionKey;
    /** Days after which a log is gone. */
    logRetentionDays: number;
}

/**
 * The account's record of who changed what: management events of all regions, in a bucket of its own. Data events and
 * Insights, which cost by what is done, it leaves out.
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
            // CloudTrail refuses a bucket whose policy does not let it in.
            { parent: this, dependsOn: logs },
        );
        this.arn = trail.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
