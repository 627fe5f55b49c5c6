import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, nameIn, type Place } from "../lib/names";
import { keyPolicy } from "./key-policy";

export interface EncryptionKeyArgs {
    place: Place;
}

/** The one key of the environment: state, evidence, artifacts and secrets are encrypted under it. One dollar a month. */
export class EncryptionKey extends pulumi.ComponentResource {
    /** The alias' ARN: made from names, so known before the key is. */
    readonly aliasArn: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;
    /** What a resource that names the alias depends on. */
    readonly alias: aws.kms.Alias;

    constructor(name: string, { place }: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:EncryptionKey", name, {}, opts);
        const parent = { parent: this };
        const key = new aws.kms.Key(
            name,
            {
                description: `devmin ${place.stack}: Pulumi state and secrets, evidence, artifacts`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: JSON.stringify(keyPolicy(place)),
            },
            parent,
        );
        this.alias = new aws.kms.Alias(name, { name: `alias/${nameIn(place, "key")}`, targetKeyId: key.keyId }, parent);
        this.aliasArn = pulumi.output(arnIn(place, "kms", `alias/${nameIn(place, "key")}`));
        this.keyArn = key.arn;
        this.registerOutputs({ aliasArn: this.aliasArn, keyArn: this.keyArn });
    }
}
