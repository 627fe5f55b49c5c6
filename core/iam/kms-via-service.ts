import type { Statement } from "../../lib/iam-policy";
import type { NamingScope } from "../../lib/names";

const serviceNames = { S3: "s3", SecretsManager: "secretsmanager", Sns: "sns" };

/** Allows use of the environment's key, but only through the given service. */
export const allowKeyViaService = (
    service: keyof typeof serviceNames,
    { region }: Pick<NamingScope, "region">,
    keyArn: string,
    Action: string | string[] = ["kms:Decrypt", "kms:GenerateDataKey"],
): Statement => ({
    Sid: `UseKeyVia${service}`,
    Effect: "Allow",
    Action,
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `${serviceNames[service]}.${region}.amazonaws.com` } },
});
