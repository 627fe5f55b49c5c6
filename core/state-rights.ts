import { arnIn, nameInCore, type Place, projectOf } from "../lib/names";
import type { Statement } from "../lib/policy";
import { keyThrough } from "./key-through";

export interface StateRightsArgs {
    place: Place;
    /** The environment's key. */
    keyArn: string;
    /** The layers whose states may be read. */
    reads: readonly string[];
    /** The layers whose Pulumi secrets may be opened: Pulumi opens a stack's key also to read its outputs alone. */
    opens: readonly string[];
    /** The layer whose state may be written. @default none */
    writes?: string;
}

/** What Pulumi needs of the state bucket and the key, layer by layer. */
export function stateRights({ place, keyArn, reads, opens, writes }: StateRightsArgs): Statement[] {
    const bucket = arnIn(place, "s3", nameInCore(place, "state"));
    const stateOf = (layer: string) => `${bucket}/.pulumi/stacks/${projectOf(layer)}/${place.stack}.*`;
    const allow = { Effect: "Allow" } as const;
    return [
        { Sid: "FindStates", ...allow, Action: "s3:ListBucket", Resource: bucket },
        {
            Sid: "ReadStates",
            ...allow,
            Action: ["s3:GetObject", "s3:GetObjectTagging"],
            Resource: [`${bucket}/.pulumi/meta.yaml`, ...reads.map(stateOf)],
        },
        ...(writes === undefined
            ? []
            : [
                  {
                      Sid: "KeepItsState",
                      ...allow,
                      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
                      Resource: [
                          stateOf(writes),
                          ...["history", "backups"].map(
                              (kind) => `${bucket}/.pulumi/${kind}/${projectOf(writes)}/${place.stack}/*`,
                          ),
                          `${bucket}/.pulumi/locks/organization/${projectOf(writes)}/${place.stack}/*`,
                      ],
                  },
                  {
                      Sid: "SealItsSecrets",
                      ...allow,
                      Action: "kms:Encrypt",
                      Resource: keyArn,
                      Condition: { StringEquals: { "kms:EncryptionContext:layer": writes } },
                  },
              ]),
        {
            Sid: "OpenSecretsOfLayers",
            ...allow,
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: { StringEquals: { "kms:EncryptionContext:layer": [...opens] } },
        },
        keyThrough("S3", place, keyArn),
    ];
}
