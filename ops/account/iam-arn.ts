import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { AwsClients } from "../clients/aws";

/**
 * The ARN by which a trust policy names a caller: a session's role, with its path, which the session's ARN lacks. Undefined for
 * root, which is the whole account, and for a role that the caller may not read.
 */
export async function findIamArn(aws: AwsClients, callerArn: string): Promise<string | undefined> {
    const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
    if (!RoleName) return /:user\//.test(callerArn) ? callerArn : undefined;
    return aws
        .create(IAMClient)
        .send(new GetRoleCommand({ RoleName }))
        .then(
            ({ Role }) => Role?.Arn,
            (error: Error) => {
                if (/AccessDenied|NoSuchEntity/.test(error.name)) return undefined;
                throw error;
            },
        );
}
