import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { account, buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/** An AWS service that assumes a role for a resource. */
export interface ServicePrincipal {
    /** E.g. `ecs-tasks.amazonaws.com`. */
    service: string;
    /** The ARN of the resource. */
    sourceArn: string;
    /** The session's name. */
    session: string;
}

export const buildEcsPrincipal = (task: string): ServicePrincipal => ({
    service: "ecs-tasks.amazonaws.com",
    sourceArn: `arn:aws:ecs:${account.region}:${account.id}:task/${task}`,
    session: task,
});

/** Assumes a role as an AWS service does, if the role's trust policy allows that. */
export async function assumeRoleAsService(
    cloud: Pick<LocalCloud, "home" | "ports">,
    roleArn: string,
    principal: ServicePrincipal,
): Promise<Credentials> {
    const sts = new STSClient(buildClientConfig(cloud));
    const { Credentials } = await actAsService(sts, principal).send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: principal.session }),
    );
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}

/** Makes the emulator evaluate a client's requests as the service's. */
function actAsService(client: STSClient, { service, sourceArn }: ServicePrincipal): STSClient {
    client.middlewareStack.add(
        (next) => (call) => {
            Object.assign((call.request as { headers: Record<string, string> }).headers, {
                "x-devmin-service": service,
                "x-devmin-source-arn": sourceArn,
            });
            return next(call);
        },
        { step: "build" },
    );
    return client;
}
