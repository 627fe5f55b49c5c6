import type { Statement } from "../../lib/iam-policy";
import {
    buildArn,
    buildCoreName,
    getProjectName,
    type NamingScope,
    summaryEncryptionContext,
    summaryProjectName,
} from "../../lib/names";
import { allowKeyViaService } from "./kms-via-service";

export interface StatePermissionsArgs {
    scope: NamingScope;
    /** ARN of the environment's KMS key. */
    keyArn: string;
    /** Layers whose state can be read. */
    readableLayers: readonly string[];
    /** Whether the environment summary's state can be read. @default false */
    readsSummary?: boolean;
    /** Layers whose Pulumi secrets can be decrypted: Pulumi decrypts a stack's data key even to read only its outputs. */
    decryptableLayers: readonly string[];
    /** Layer whose state can be written. @default none */
    writableLayer?: string;
}

/** The provider's getObject reads the version that HeadObject names, and its tags. */
const readStateActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging"];

/** Permissions on the state bucket and the key, per layer, that Pulumi needs. */
export function buildStatePermissions({
    scope,
    keyArn,
    readableLayers,
    readsSummary = false,
    decryptableLayers,
    writableLayer,
}: StatePermissionsArgs): Statement[] {
    const bucketArn = buildArn(scope, "s3", buildCoreName(scope, "state"));
    const buildProjectStateArn = (project: string) => `${bucketArn}/.pulumi/stacks/${project}/${scope.stack}.*`;
    const buildStateArn = (layer: string) => buildProjectStateArn(getProjectName(layer));
    const allow = { Effect: "Allow" } as const;
    return [
        {
            Sid: "ListStateBucket",
            ...allow,
            Action: ["s3:ListBucket", ...(writableLayer === undefined ? [] : ["s3:ListBucketVersions"])],
            Resource: bucketArn,
        },
        {
            Sid: "ReadState",
            ...allow,
            Action: readStateActions,
            Resource: [
                `${bucketArn}/.pulumi/meta.yaml`,
                ...readableLayers.map(buildStateArn),
                ...(readsSummary ? [buildProjectStateArn(summaryProjectName)] : []),
            ],
        },
        ...(writableLayer === undefined
            ? []
            : [
                  {
                      Sid: "WriteOwnState",
                      ...allow,
                      Action: [
                          ...["s3:GetObject", "s3:GetObjectVersion"],
                          ...["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
                      ],
                      Resource: [
                          buildStateArn(writableLayer),
                          ...["history", "backups"].map(
                              (kind) =>
                                  `${bucketArn}/.pulumi/${kind}/${getProjectName(writableLayer)}/${scope.stack}/*`,
                          ),
                          `${bucketArn}/.pulumi/locks/organization/${getProjectName(writableLayer)}/${scope.stack}/*`,
                      ],
                  },
                  {
                      Sid: "EncryptLayerSecrets",
                      ...allow,
                      Action: "kms:Encrypt",
                      Resource: keyArn,
                      Condition: { StringEquals: { "kms:EncryptionContext:layer": writableLayer } },
                  },
              ]),
        {
            Sid: "DecryptLayerSecrets",
            ...allow,
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: {
                StringEquals: {
                    "kms:EncryptionContext:layer": [
                        ...decryptableLayers,
                        ...(readsSummary ? [summaryEncryptionContext] : []),
                    ],
                },
            },
        },
        allowKeyViaService("S3", scope, keyArn),
    ];
}
