import type { Place } from "../lib/names";
import type { Statement } from "../lib/policy";

const services = { S3: "s3", SecretsManager: "secretsmanager", Sns: "sns" };

/** To use the environment's key for what a service keeps, and only by way of that service. */
export const keyThrough = (
    service: keyof typeof services,
    { region }: Pick<Place, "region">,
    keyArn: string,
    Action: string | string[] = ["kms:Decrypt", "kms:GenerateDataKey"],
): Statement => ({
    Sid: `UseTheKeyThrough${service}`,
    Effect: "Allow",
    Action,
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `${services[service]}.${region}.amazonaws.com` } },
});
