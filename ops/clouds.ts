import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "./environment";

/**
 * What every AWS client of ours is made with: the environment's region, and the authorities of AWS_CA_BUNDLE beside the
 * public ones, as the AWS CLI and the engine have it; the JavaScript SDK alone ignores that variable.
 */
export function awsConfig({ region }: Pick<Environment, "region">) {
    const bundle = process.env.AWS_CA_BUNDLE;
    const ca = bundle ? [...rootCertificates, readFileSync(bundle, "utf8")] : undefined;
    return { region, ...(ca && { requestHandler: { httpsAgent: { ca } } }) };
}

/** An S3 client; an endpoint of the shell's own gets bucket names in the path, as it has no DNS of its own. */
export const s3In = (env: Pick<Environment, "region">) =>
    new S3Client({ ...awsConfig(env), forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });

/** Who the shell's AWS credentials belong to; refuses those of another account before anything is made. */
export async function callerIn(env: Environment): Promise<string> {
    const { account, stack } = env;
    const identity = await new STSClient(awsConfig(env))
        .send(new GetCallerIdentityCommand({}))
        .catch((error: Error) => {
            throw new Error(
                `AWS does not know who you are (${error.name}: ${error.message}): log in first, for example with aws sso login.`,
            );
        });
    if (identity.Account !== account) {
        throw new Error(
            `the AWS credentials are of account ${identity.Account}, the stack ${stack} is for ${account}: ` +
                "log in to that one, or change devmin-core:account in core's stack configuration.",
        );
    }
    return identity.Arn ?? account;
}
