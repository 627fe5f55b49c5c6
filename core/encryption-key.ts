import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildArn, buildName, type NamingScope } from "../lib/names";
import { buildKeyPolicy } from "./key-policy";

export interface EncryptionKeyArgs {
    scope: NamingScope;
}

/** The environment's only KMS key: encrypts state, evidence, artifacts and secrets. Costs 1 USD per month. */
export class EncryptionKey extends pulumi.ComponentResource {
    /** Built from names, so known before the key exists. */
    readonly aliasArn: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;
    /** Resources that refer to the key by its alias must depend on this. */
    readonly alias: aws.kms.Alias;

    constructor(name: string, { scope }: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("devmin:core:EncryptionKey", name, {}, opts);
        const childOptions = { parent: this };
        const key = new aws.kms.Key(
            name,
            {
                description: `devmin ${scope.stack}: Pulumi state and secrets, evidence, artifacts`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: JSON.stringify(buildKeyPolicy(scope)),
            },
            childOptions,
        );
        this.alias = new aws.kms.Alias(
            name,
            { name: `alias/${buildName(scope, "key")}`, targetKeyId: key.keyId },
            childOptions,
        );
        this.aliasArn = pulumi.output(buildArn(scope, "kms", `alias/${buildName(scope, "key")}`));
        this.keyArn = key.arn;
        this.registerOutputs({ aliasArn: this.aliasArn, keyArn: this.keyArn });
    }
}
